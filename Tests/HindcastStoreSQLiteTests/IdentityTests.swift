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

    /// Twelve moves' worth, in commits of fifty, in random order.
    private func fill(_ table: IdentityTable) throws -> [Identity] {
        var random = SeededGenerator(seed: 11)
        let all = (0..<3600).map { number in
            Identity(
                project: Int64(number % 3) + 1, high: Int64.random(in: .min ... .max, using: &random),
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
        let sorted = try #require(try connection.integer("SELECT count(*) FROM identities"))
        #expect(sorted > 2000 && sorted < 3600)
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
        #expect(try connection.integer("SELECT count(*) FROM identities") == 3600)
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

    @Test("What a failed commit brought is forgotten")
    func rollback() throws {
        let table = try open()
        let identity = Identity(project: 1, high: 7, low: 8)
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
