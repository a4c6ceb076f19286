import HindcastModel
import HindcastStore
import TestKit

extension StoreSuite {
    static let conversing: [StoreCase] = [
        StoreCase("A push makes its dataset once and numbers its conversations in order") { bench in
            let first = try await bench.push([1, 2], into: bench.dataset(50, "units"), second: 1)
            let second = try await bench.push([3], into: bench.dataset(51, "units", second: 9), second: 9)
            try expectEqual(first.conversations.map(\.index), [0, 1])
            try expectEqual(second.conversations.map(\.index), [2])
            try expectEqual(second.conversations.map(\.dataset), [StoreBench.id(50)])
            let dataset = try await unwrap(
                bench.store.dataset(named: "units", owner: "ada", project: bench.project), "dataset")
            try expectEqual(dataset, try unwrap(second.dataset, "dataset"))
            try expectEqual([dataset.id.low, UInt64(dataset.nextIndex)], [50, 3])
            try expectEqual(dataset.lastPushed, StoreBatchMaker.time(9))
            try expectEqual(try await traces(bench, ConversationQuery(dataset: dataset.id)), [1, 2, 3])
        },
        StoreCase("The number of a deleted conversation is never given again") { bench in
            try await bench.push([1, 2, 3], into: bench.dataset(50, "units"))
            _ = try await bench.store.delete(.traces([StoreBatchMaker.trace(3)]), project: bench.project)
            let receipt = try await bench.push([4], into: bench.dataset(51, "units"))
            try expectEqual(receipt.conversations.map(\.index), [3])
        },
        StoreCase("An upload keeps its own numbers; one that is taken is refused with the whole push") {
            bench in
            var records = PushRecords(project: bench.project)
            records.dataset = bench.dataset(50, "units")
            records.conversations = [bench.conversation(1, index: 7), bench.conversation(2, index: 3)]
            let receipt = try await bench.store.push(records)
            try expectEqual(receipt.conversations.map(\.index), [7, 3])
            try expectEqual(receipt.dataset?.nextIndex, 8)
            records.conversations = [bench.conversation(3), bench.conversation(4, index: 3)]
            records.annotations = [bench.annotation(1, on: 3)]
            try await expectRefused { [records] in _ = try await bench.store.push(records) }
            records.conversations = [bench.conversation(4, index: -1)]
            try await expectRefused { [records] in _ = try await bench.store.push(records) }
            let after = try await bench.store.dataset(StoreBench.id(50), project: bench.project)
            try expectEqual(after?.nextIndex, 8)
            try await bench.append { maker in
                for trace in 1...4 as ClosedRange<UInt64> { maker.call(trace, 1, ["q", "a"]) }
            }
            try expectEqual(try await traces(bench, ConversationQuery(dataset: StoreBench.id(50))), [2, 1])
            let notes = try await bench.store.annotations(
                of: StoreBatchMaker.trace(3), project: bench.project)
            try expectEqual(notes, [])
        },
        StoreCase("An upload into a dataset that has conversations is refused, into an empty one taken") {
            bench in
            try expect(try await bench.store.insertDataset(bench.dataset(50, "units")), "not made")
            var records = PushRecords(project: bench.project)
            records.dataset = bench.dataset(51, "units")
            records.requiresEmptyDataset = true
            records.conversations = [bench.conversation(1)]
            let receipt = try await bench.store.push(records)
            try expectEqual(receipt.dataset?.id, StoreBench.id(50))
            records.conversations = [bench.conversation(2)]
            try await expectRefused { [records] in _ = try await bench.store.push(records) }
        },
        StoreCase("A push brings annotations and feedback in the same transaction") { bench in
            var records = PushRecords(project: bench.project)
            records.conversations = [bench.conversation(1)]
            records.annotations = [bench.annotation(1, on: 1)]
            records.feedback = [bench.feedback(1, 1, .negative)]
            _ = try await bench.store.push(records)
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            let trace = StoreBatchMaker.trace(1)
            let (notes, thumbs) = (
                try await bench.store.annotations(of: trace, project: bench.project),
                try await bench.store.feedback(of: trace, project: bench.project)
            )
            try expectEqual(notes, records.annotations)
            try expectEqual(thumbs, records.feedback)
        },
        StoreCase("Added messages bring annotations and touch the conversation and its dataset") { bench in
            try await bench.push([1], into: bench.dataset(50, "units"))
            try await bench.store.insertAnnotations([bench.annotation(1, on: 1)])
            var records = PushRecords(project: bench.project)
            records.grown = [StoreBatchMaker.trace(1): StoreBatchMaker.time(60)]
            records.annotations = [bench.annotation(2, on: 1)]
            _ = try await bench.store.push(records)
            let conversation = try await bench.store.conversation(
                of: StoreBatchMaker.trace(1), project: bench.project)
            try expectEqual(conversation?.pushed, StoreBatchMaker.time(60))
            try expectEqual(conversation?.created, StoreBatchMaker.time(0))
            let dataset = try await bench.store.dataset(StoreBench.id(50), project: bench.project)
            try expectEqual(dataset?.lastPushed, StoreBatchMaker.time(60))
            let notes = try await bench.store.annotations(
                of: StoreBatchMaker.trace(1), project: bench.project)
            try expectEqual(notes, [bench.annotation(1, on: 1), bench.annotation(2, on: 1)])
        },
        StoreCase("Conversations of a dataset are read by index, by window and by offset") { bench in
            try await bench.push(Array(1...9), into: bench.dataset(50, "units"))
            try await bench.push([20], into: bench.dataset(51, "others"))
            let id = StoreBench.id(50)
            let all = ConversationQuery(dataset: id)
            try expectEqual(try await traces(bench, all), Array(1...9))
            let some = ConversationQuery(dataset: id, indices: [4, 1, 77, 4])
            try expectEqual(try await traces(bench, some), [2, 5])
            try expectEqual(try await traces(bench, ConversationQuery(dataset: id, indices: [])), [])
            try expectEqual(
                try await traces(bench, ConversationQuery(dataset: id, after: 5, limit: 2)), [7, 8])
            try expectEqual(
                try await traces(bench, ConversationQuery(dataset: id, offset: 7, limit: 5)), [8, 9])
            try expectEqual(try await traces(bench, ConversationQuery(dataset: id, limit: 0)), [])
            try expectEqual(try await traces(bench, ConversationQuery(dataset: StoreBench.id(99))), [])
            let counts = try await bench.store.conversationCounts(
                of: [id, StoreBench.id(51), StoreBench.id(99)], project: bench.project)
            try expectEqual(counts, [id: 9, StoreBench.id(51): 1])
        },
        StoreCase("Snippets are listed newest first, page by page, by owner, none twice at equal times") {
            bench in
            for trace in 1...25 as ClosedRange<UInt64> {
                try await bench.push([trace], second: Int64(trace % 3))
            }
            try await bench.push([90], into: bench.dataset(50, "units"), second: 99)
            var seen: [UInt64] = []
            var cursor: String?
            repeat {
                let page = try await bench.store.snippets(
                    owner: "ada", limit: 4, cursor: cursor, project: bench.project)
                seen += page.items.map(\.trace.low)
                cursor = page.next
            } while cursor != nil
            let wanted = (1...25 as ClosedRange<UInt64>).sorted { ($0 % 3, $0) > ($1 % 3, $1) }
            try expectEqual(seen, wanted)
            let nobody = try await bench.store.snippets(
                owner: "bob", limit: 4, cursor: nil, project: bench.project)
            try expectEqual(nobody.items, [])
            try await expectError("bad cursor") {
                _ = try await bench.store.snippets(owner: nil, limit: 4, cursor: "x", project: bench.project)
            } is: {
                if case .badCursor = $0 { true } else { false }
            }
        },
        StoreCase("A conversation shows with its trace only, and only in its project") { bench in
            let other = try await bench.other()
            var records = PushRecords(project: bench.project)
            records.dataset = bench.dataset(50, "units")
            records.conversations = [bench.conversation(1)]
            _ = try await bench.store.push(records)
            let trace = StoreBatchMaker.trace(1)
            let id = StoreBench.id(50)
            try expectEqual(try await bench.store.conversation(of: trace, project: bench.project), nil)
            try expectEqual(try await traces(bench, ConversationQuery(dataset: id)), [])
            try expectEqual(
                try await bench.store.conversationCounts(of: [id], project: bench.project), [:])
            try await bench.append { $0.call(1, 1, ["q", "a"]) }
            let found = try await bench.store.conversations(
                of: [trace, StoreBatchMaker.trace(2)], project: bench.project)
            try expectEqual(found.values.map(\.index), [0])
            try expectEqual(try await bench.store.conversation(of: trace, project: other), nil)
            let foreign = try await bench.store.conversations(ConversationQuery(dataset: id), project: other)
            try expectEqual(foreign, [])
            try expectEqual(try await bench.store.conversationCounts(of: [id], project: other), [:])
        },
        StoreCase("A trace that is pushed twice keeps its first conversation and takes no second number") {
            bench in
            try await bench.push([1], into: bench.dataset(50, "units"))
            let again = try await bench.push([1, 2], into: bench.dataset(51, "units"))
            try expectEqual(again.conversations.map(\.index), [0, 1])
        },
        StoreCase("Of many pushes at one time each is taken or refused alone; a refused one leaves nothing") {
            bench in
            let dataset = bench.dataset(50, "units")
            try await bench.push([1], into: dataset)
            let wanted = Array(2...60 as ClosedRange<UInt64>)
            let taken = try await withThrowingTaskGroup(of: UInt64?.self) { group in
                for number in wanted {
                    var records = PushRecords(project: bench.project)
                    records.dataset = dataset
                    // Every third wants the number of the first conversation, which is taken.
                    records.conversations = [
                        bench.conversation(number, index: number % 3 == 0 ? 0 : Int(number))
                    ]
                    records.annotations = [bench.annotation(number, on: number)]
                    group.addTask { [records] in
                        do {
                            _ = try await bench.store.push(records)
                            return number
                        } catch StoreError.refused {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [UInt64]()) { if let number = $1 { $0.append(number) } }
            }
            try expectEqual(taken.sorted(), wanted.filter { $0 % 3 != 0 })
            try await bench.append { maker in
                for number in wanted { maker.call(number, 1, ["q", "a"]) }
            }
            for number in wanted {
                let trace = StoreBatchMaker.trace(number)
                let notes = try await bench.store.annotations(of: trace, project: bench.project)
                try expectEqual(notes.count, taken.contains(number) ? 1 : 0)
                let member = try await bench.store.conversation(of: trace, project: bench.project)
                try expectEqual(member?.index, taken.contains(number) ? Int(number) : nil)
            }
        },
    ]

    private static func traces(_ bench: StoreBench, _ query: ConversationQuery) async throws -> [UInt64] {
        try await bench.store.conversations(query, project: bench.project).map(\.trace.low)
    }

    static func expectRefused(line: Int = #line, _ body: () async throws -> Void) async throws {
        try await expectError("refused", line: line, body) {
            if case .refused = $0 { true } else { false }
        }
    }
}
