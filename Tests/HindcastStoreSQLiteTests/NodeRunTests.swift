import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("Nodes that follow one another are kept as one row, and every one of them is a node like any other")
struct NodeRunTests {
    private let folder = StoreTempFolder()

    private func open() async throws -> (SQLiteStore, ProjectID) {
        let store = try SQLiteStore.open(folder: folder.file("data"))
        return (store, try await store.ensureProject(named: "p", at: StoreBatchMaker.time(0)).id)
    }

    private func rows(_ store: SQLiteStore) async throws -> Int64 {
        try await store.write { writer throws(StoreError) in
            try writer.connection.integer("SELECT count(*) FROM nodes") ?? 0
        }
    }

    /// A conversation with a call behind every second message, in one batch behind what is stored already.
    /// - Parameter stem: the nodes of the first messages, where an earlier batch brought them.
    private func talk(
        _ trace: UInt64, _ texts: [String], after stem: [NodeID] = [], in project: ProjectID,
        _ store: SQLiteStore
    ) async throws -> [NodeID] {
        var maker = StoreBatchMaker(project)
        var ends = stem.map { NodeReference.stored($0) }
        for text in texts[stem.count...] {
            let content = ContentDraft(
                project: project, kind: .message, bytes: Message(role: .user, text: text).canonical())
            maker.batch.contents.append(content)
            ends.append(maker.node(ends.last ?? .root, .batch(maker.batch.contents.count - 1)))
        }
        for (number, end) in ends.enumerated() where number % 2 == 1 {
            var call = maker.record(trace, UInt64(number), kind: .llm, second: Int64(number))
            call.input = ends[number - 1]
            call.output = end
            maker.add(call)
        }
        let receipt = try await store.append(maker.batch)
        return stem + receipt.nodes
    }

    private func texts(_ end: NodeID, _ store: SQLiteStore) async throws -> [String] {
        let path = try await store.path(from: end, upTo: .root)
        let contents = try await store.contents(path.map(\.content))
        return path.reversed().map { node in
            contents[node.content].flatMap { Message(canonical: $0) }?.text ?? ""
        }
    }

    @Test("A long conversation is few rows, and each of its places leads back to the beginning")
    func reading() async throws {
        let (store, project) = try await open()
        let talked = (0..<2500).map { "message \($0)" }
        let nodes = try await talk(1, talked, in: project, store)
        #expect(try await rows(store) == 3)
        for place in [0, 1, 1023, 1024, 1025, 2499] {
            #expect(try await texts(nodes[place], store) == Array(talked[...place]))
        }
        #expect(try await store.statistics(project: nil).nodes == 2500)
        #expect(try await store.check { _ in } == [])
        await store.close()
    }

    /// Each fault with a part of the sentence that must tell of it.
    private static let faults = [
        ("UPDATE nodes SET depth = 9", "has the wrong depth"),
        ("UPDATE nodes SET refs = refs + 1", "references and has"),
        ("UPDATE nodes SET earlier = x'00'", "has lost counts of its nodes"),
        ("UPDATE nodes SET parent = 7777 WHERE parent != 0", "has no parent"),
        ("UPDATE nodes SET count = count + 1 WHERE parent != 0", "overlaps the one before it"),
        ("UPDATE nodes SET content = content - 1 WHERE parent != 0", "shares a content with another"),
        ("UPDATE nodes SET content = content + 1000000", "is named and has no bytes"),
    ]

    @Test("The check tells of every fault in a run", arguments: faults.indices)
    func fault(_ index: Int) async throws {
        let (sql, sentence) = Self.faults[index]
        let (store, project) = try await open()
        _ = try await talk(1, (0..<1100).map { "message \($0)" }, in: project, store)
        #expect(try await store.check { _ in } == [])
        try await store.write { writer throws(StoreError) in try writer.connection.execute(sql) }
        let problems = try await store.check { _ in }
        #expect(problems.contains { $0.contains(sentence) }, "\(problems)")
        await store.close()
    }

    @Test("A branch inside a damaged run is refused, and nothing of it is stored")
    func damagedBranch() async throws {
        let (store, project) = try await open()
        let nodes = try await talk(1, (0..<100).map { "message \($0)" }, in: project, store)
        try await store.write { writer throws(StoreError) in
            try writer.connection.execute("UPDATE nodes SET earlier = x'00'")
        }
        let stem = Array(nodes.prefix(10))
        let texts = (0..<10).map { "message \($0)" } + ["another way", "indeed"]
        await #expect {
            _ = try await talk(2, texts, after: stem, in: project, store)
        } throws: { error in
            guard case .corrupt(let sentence)? = error as? StoreError else { return false }
            return sentence.contains("has lost counts of its nodes")
        }
        #expect(try await store.statistics(project: nil).traces == 1)
        await store.close()
    }

    @Test("The check tells of an identity that names nothing, and of a content without one")
    func identities() async throws {
        let (store, project) = try await open()
        _ = try await talk(1, (0..<400).map { "message \($0)" }, in: project, store)
        let blocks = try await store.write { writer throws(StoreError) in
            try writer.commit { () throws(StoreError) in while try writer.identities.moveSome() {} }
            return try writer.connection.integer("SELECT count(*) FROM identities")
        }
        #expect(blocks == 4)
        #expect(try await store.check { _ in } == [])
        try await store.write { writer throws(StoreError) in
            try IdentityBlocks(connection: writer.connection).insert([(Identity(high: 5, low: 5), 1)])
        }
        #expect(try await store.check { _ in } == ["401 contents have an identity and 400 have bytes."])
        try await store.write { writer throws(StoreError) in
            try writer.connection.execute("DELETE FROM identities")
        }
        let problems = try await store.check { _ in }
        #expect(problems.contains { $0.hasSuffix("does not match its hash.") }, "\(problems)")
        await store.close()
    }

    @Test(
        "Conversations branch off in the middle, are told again, and go from their ends: the others stay whole"
    )
    func randomLife() async throws {
        let (store, project) = try await open()
        var random = SeededGenerator(seed: 20)
        var alive: [UInt64: (texts: [String], nodes: [NodeID])] = [:]
        for trace in 1...60 as ClosedRange<UInt64> {
            // Half of them know where the other's nodes are, half tell it all again.
            var texts: [String] = []
            var stem: [NodeID] = []
            if let other = alive.values.randomElement(using: &random) {
                let shared = Int.random(in: 0...other.texts.count / 2 * 2, using: &random)
                texts = Array(other.texts.prefix(shared))
                if Bool.random(using: &random) { stem = Array(other.nodes.prefix(shared)) }
            }
            let longer = Int.random(in: 2...40, using: &random)
            texts += (0..<longer).map { _ in "text \(Int.random(in: 0..<300, using: &random))" }
            alive[trace] = (texts, try await talk(trace, texts, after: stem, in: project, store))
            if trace % 3 == 0, let gone = alive.keys.sorted().randomElement(using: &random) {
                _ = try await store.delete(.traces([StoreBatchMaker.trace(gone)]), project: project)
                alive[gone] = nil
            }
            if trace % 20 == 0 { _ = try await store.collectGarbage { _ in } }
            #expect(try await store.check { _ in } == [])
        }
        for (trace, talk) in alive {
            // A path ends with its last call: what was said behind it goes with the garbage.
            let end = talk.texts.count / 2 * 2
            #expect(
                try await texts(talk.nodes[end - 1], store) == Array(talk.texts[..<end]), "trace \(trace)")
        }
        _ = try await store.delete(.all, project: project)
        _ = try await store.collectGarbage { _ in }
        #expect(try await rows(store) == 0)
        #expect(try await store.check { _ in } == [])
        await store.close()
    }
}
