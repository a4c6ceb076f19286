import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("A store is brought up to date step by step")
struct SchemaTests {
    @Test("From every version a store reaches the newest one with all tables")
    func migrations() throws {
        for start in 0...Schema.scripts.count {
            let folder = StoreTempFolder()
            let connection = try Connection(path: folder.file("x.sqlite"), mode: .create)
            for (index, script) in Schema.scripts.prefix(start).enumerated() {
                try connection.execute(script)
                try connection.execute("PRAGMA user_version = \(index + 1)")
            }
            try Schema.migrate(connection)
            #expect(try connection.integer("PRAGMA user_version") == Schema.version)
            for table in Schema.tables {
                #expect(
                    try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = '\(table)'") == 1)
            }
            try Schema.migrate(connection)
        }
    }
}
