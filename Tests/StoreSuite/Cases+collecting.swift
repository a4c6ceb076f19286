import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let collecting: [StoreCase] = [
        StoreCase("A dataset comes back as it was made, with its queries in order") { bench in
            var dataset = bench.dataset(50, "units-1")
            dataset.isPublic = true
            dataset.metadata = StoreBatchMaker.metadata([("b", "1"), ("a", "2")])
            dataset.queries = [query(60), query(61)]
            try expect(try await bench.store.insertDataset(dataset), "not made")
            try await bench.reopen()
            try expectEqual(try await bench.store.dataset(dataset.id, project: bench.project), dataset)
            let named = try await bench.store.dataset(named: "units-1", owner: "ada", project: bench.project)
            try expectEqual(named, dataset)
        },
        StoreCase("A name is taken once by each owner in each project") { bench in
            let bob = Author(name: "bob")
            try expect(try await bench.store.insertDataset(bench.dataset(1, "units")), "first")
            try expect(try await !bench.store.insertDataset(bench.dataset(2, "units")), "taken twice")
            try expect(try await bench.store.insertDataset(bench.dataset(3, "units", owner: bob)), "bob's")
            let other = try await bench.other()
            let foreign = Dataset(
                id: StoreBench.id(4), project: other, name: "units", owner: StoreBench.ada,
                created: StoreBatchMaker.time(0))
            try expect(try await bench.store.insertDataset(foreign), "another project's")
            let found = try await bench.store.dataset(named: "units", owner: "bob", project: bench.project)
            try expectEqual(found?.id.low, 3)
            let nobody = try await bench.store.dataset(named: "units", owner: "eve", project: bench.project)
            try expectEqual(nobody, nil)
        },
        StoreCase("Datasets are listed by last push, page by page, none twice at equal times") { bench in
            for number in 1...20 as ClosedRange<UInt64> {
                var dataset = bench.dataset(
                    number, number % 2 == 0 ? "Alpha\(number)" : "beta\(number)",
                    owner: Author(name: number % 5 == 0 ? "bob" : "ada"), second: Int64(number % 3))
                dataset.isPublic = number % 4 == 0
                _ = try await bench.store.insertDataset(dataset)
            }
            let wanted = (1...20 as ClosedRange<UInt64>).sorted { ($0 % 3, $0) > ($1 % 3, $1) }
            try expectEqual(try await list(bench, DatasetQuery(limit: 3)), wanted)
            try expectEqual(
                try await list(bench, DatasetQuery(owner: "bob", limit: 3)), wanted.filter { $0 % 5 == 0 })
            try expectEqual(
                try await list(bench, DatasetQuery(isPublic: false, nameContains: "LPHA", limit: 2)),
                wanted.filter { $0 % 2 == 0 && $0 % 4 != 0 })
            try expectEqual(try await list(bench, DatasetQuery(nameContains: "%")), [])
        },
        StoreCase("A dataset's metadata and visibility change in place, its name and numbers do not") {
            bench in
            try await bench.push([1], into: bench.dataset(50, "units"))
            let changed = try await bench.store.updateDataset(StoreBench.id(50), project: bench.project) {
                $0.isPublic = true
                $0.metadata["accuracy"] = .number(JSONNumber(1))
                $0.nextIndex = 0
                $0.lastPushed = StoreBatchMaker.time(500)
            }
            try expectEqual(changed?.isPublic, true)
            try expectEqual(changed?.nextIndex, 1)
            try expectEqual(changed?.lastPushed, StoreBatchMaker.time(0))
            let found = try await bench.store.dataset(StoreBench.id(50), project: bench.project)
            try expectEqual(found, changed)
            try expectEqual(found?.metadata["accuracy"], .number(JSONNumber(1)))
            let unknown = try await bench.store.updateDataset(StoreBench.id(51), project: bench.project) {
                _ in
            }
            try expectEqual(unknown, nil)
        },
        StoreCase("Queries are kept with a dataset, found by id, and deleted once") { bench in
            _ = try await bench.store.insertDataset(bench.dataset(50, "units"))
            let other = try await bench.other()
            let (id, project) = (StoreBench.id(50), bench.project)
            try expect(
                try await bench.store.insertSavedQuery(query(60), dataset: id, project: project), "first")
            try expect(
                try await bench.store.insertSavedQuery(query(61), dataset: id, project: project), "second")
            try expect(
                try await !bench.store.insertSavedQuery(query(62), dataset: id, project: other), "foreign")
            let holder = try await bench.store.dataset(ofQuery: query(61).id, project: project)
            try expectEqual(holder?.queries, [query(60), query(61)])
            try expectEqual(try await bench.store.dataset(ofQuery: query(61).id, project: other), nil)
            try expect(try await !bench.store.deleteSavedQuery(query(60).id, project: other), "foreign")
            try expect(try await bench.store.deleteSavedQuery(query(60).id, project: project), "not deleted")
            try expect(try await !bench.store.deleteSavedQuery(query(60).id, project: project), "twice")
            try expectEqual(try await bench.store.dataset(id, project: project)?.queries, [query(61)])
        },
        StoreCase("One query more than a dataset may keep is refused") { bench in
            var dataset = bench.dataset(50, "units")
            dataset.queries = (0..<UInt64(StoreLimits.savedQueriesMax)).map { query(1000 + $0) }
            _ = try await bench.store.insertDataset(dataset)
            try await expectRefused {
                _ = try await bench.store.insertSavedQuery(
                    query(60), dataset: StoreBench.id(50), project: bench.project)
            }
        },
        StoreCase("A deleted dataset takes its queries and conversation records; the traces stay") { bench in
            var dataset = bench.dataset(50, "units")
            dataset.queries = [query(60)]
            let other = try await bench.other()
            try await bench.push([1, 2], into: dataset)
            try expect(try await !bench.store.deleteDataset(StoreBench.id(50), project: other), "foreign")
            try expect(try await bench.store.deleteDataset(StoreBench.id(50), project: bench.project), "kept")
            try expect(
                try await !bench.store.deleteDataset(StoreBench.id(50), project: bench.project), "twice")
            try expectEqual(
                try await bench.store.dataset(ofQuery: query(60).id, project: bench.project), nil)
            try expectEqual(
                try await bench.store.conversation(of: StoreBatchMaker.trace(1), project: bench.project), nil)
            try expectEqual(try await bench.list().count, 2)
            let again = try await bench.push([3], into: bench.dataset(51, "units"))
            try expectEqual(again.conversations.map(\.index), [0])
        },
    ]

    static let sharing: [StoreCase] = [
        StoreCase("A shared trace is found by its token until the link is revoked or replaced") { bench in
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            let trace = StoreBatchMaker.trace(1)
            var share = Share(
                project: bench.project, trace: trace, token: "open", author: StoreBench.ada,
                created: StoreBatchMaker.time(1))
            try await bench.store.setShare(share)
            try expectEqual(try await bench.store.share(token: "open"), share)
            share.token = "sesame"
            share.expires = StoreBatchMaker.time(9)
            try await bench.store.setShare(share)
            try expectEqual(try await bench.store.share(token: "open"), nil)
            try await bench.reopen()
            try expectEqual(try await bench.store.share(token: "sesame"), share)
            try expectEqual(try await bench.store.share(of: trace, project: bench.project), share)
            let other = try await bench.other()
            try expectEqual(try await bench.store.share(of: trace, project: other), nil)
            try expect(try await !bench.store.deleteShare(of: trace, project: other), "foreign")
            try expect(try await bench.store.deleteShare(of: trace, project: bench.project), "not revoked")
            try expect(try await !bench.store.deleteShare(of: trace, project: bench.project), "revoked twice")
            try expectEqual(try await bench.store.share(token: "sesame"), nil)
        },
        StoreCase("A link to a trace that is not there opens nothing") { bench in
            let share = Share(
                project: bench.project, trace: StoreBatchMaker.trace(1), token: "t", author: StoreBench.ada,
                created: StoreBatchMaker.time(1))
            try await bench.store.setShare(share)
            try expectEqual(try await bench.store.share(token: "t"), nil)
            try expectEqual(try await bench.store.share(of: share.trace, project: bench.project), nil)
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            try expectEqual(try await bench.store.share(token: "t"), share)
        },
    ]

    private static func query(_ number: UInt64) -> SavedQuery {
        SavedQuery(
            id: StoreBench.id(number), name: "q\(number)", query: "is:annotated é",
            created: StoreBatchMaker.time(Int64(number)))
    }

    private static func list(_ bench: StoreBench, _ query: DatasetQuery) async throws -> [UInt64] {
        var query = query
        var seen: [UInt64] = []
        repeat {
            let page = try await bench.store.datasets(query, project: bench.project)
            seen += page.items.map(\.id.low)
            query.cursor = page.next
        } while query.cursor != nil
        return seen
    }
}
