import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("Contents are found by their identity wherever it waits")
struct IdentityTests {
    private let connection: Connection

    init() throws {
        connection = try Connection(path: ":memory:", mode: .create)
        try Schema.migrate(connection)
    }

    private func open() throws -> IdentityTable {
        try IdentityTable(connection, waitingMax: 300, movedPerCommit: 70)
    }

    /// In the sorted blocks, which must be in order and fit their pages.
    private func sortedCount() throws -> Int {
        var count = 0
        var last: Identity?
        try IdentityBlocks(connection: connection).visit { block in
            count += block.count
            var firsts: Set<Int64> = []
            for index in 0..<block.count {
                let identity = block.identity(index)
                firsts.insert(identity.high)
                #expect(identity.high >= block.key && last.map { $0 < identity } ?? true)
                last = identity
            }
            #expect(block.count <= IdentityBlock.countMax || firsts.contains(7))
        }
        return count
    }

    /// Twelve moves' worth, in commits of fifty, in random order.
    private func fill(_ table: IdentityTable) throws -> [Identity] {
        var random = SeededGenerator(seed: 11)
        let all = (0..<3600).map { number in
            // Some share their first word, as no digests do: more than one block could hold.
            Identity(
                high: number % 9 == 0 ? 7 : Int64.random(in: .min ... .max, using: &random),
                low: Int64.random(in: .min ... .max, using: &random))
        }
        for start in stride(from: 0, to: all.count, by: 50) {
            try connection.transaction { () throws(StoreError) in
                for number in start..<start + 50 { table.add(all[number], content: Int64(number)) }
                try table.write()
            }
        }
        return all
    }

    @Test("While identities are moved in bulk, every one of them is found")
    func moving() throws {
        let table = try open()
        let all = try fill(table)
        let sorted = try sortedCount()
        #expect(sorted > 2000 && sorted < 3600)
        let found = try table.sorted(all)
        #expect(found.count { $0 != nil } == sorted)
        #expect(found.enumerated().allSatisfy { $0.element == nil || $0.element == Int64($0.offset) })
        for (number, identity) in all.enumerated() {
            #expect(try table.content(of: identity) == Int64(number))
        }
    }

    @Test("A restart in the middle of a move loses none and doubles none")
    func restart() throws {
        let all = try fill(try open())
        let table = try open()
        for (number, identity) in all.enumerated() {
            #expect(try table.content(of: identity) == Int64(number))
        }
        while try table.moveSome() {}
        #expect(try sortedCount() == 3600)
        #expect(try connection.integer("SELECT count(*) FROM new_identities") == 0)
    }

    @Test("An identity that was taken away stays away, wherever it waited")
    func removal() throws {
        let table = try open()
        let all = try fill(table)
        for identity in [all[0], all[3400], all[3599]] {
            try connection.transaction { () throws(StoreError) in try table.remove(identity) }
            #expect(try table.content(of: identity) == nil)
        }
        let reopened = try open()
        #expect(try reopened.content(of: all[3599]) == nil)
        #expect(try reopened.content(of: all[3598]) == 3598)
    }

    @Test("Equal bytes of two projects have two identities")
    func projects() {
        let identities = [1, 2].map { project in
            Identity(ContentDraft(project: ProjectID(project), kind: .message, bytes: [1, 2, 3]))
        }
        #expect(identities[0] != identities[1])
        #expect(identities[0].low == identities[1].low)
    }

    @Test("What a failed commit brought is forgotten")
    func rollback() throws {
        let table = try open()
        let identity = Identity(high: 7, low: 8)
        #expect(throws: StoreError.self) {
            try connection.transaction { () throws(StoreError) in
                table.add(identity, content: 9)
                try table.write()
                throw .engine("The device went away.")
            }
        }
        try table.reload()
        #expect(try table.content(of: identity) == nil)
    }
}

extension IdentityTable {
    /// Wherever it waits.
    fileprivate func content(of identity: Identity) throws -> Int64? {
        if let known = remembered(identity) { return known }
        return try sorted([identity])[0]
    }
}
