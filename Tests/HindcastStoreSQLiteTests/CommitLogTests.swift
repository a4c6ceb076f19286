import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("What a commit writes reaches the log in one piece")
struct CommitLogTests {
    private let folder = StoreTempFolder()

    /// - Parameter cachePages: so few that a transaction writes pages to the log before it ends, and reads them back.
    private func writer(synchronous: String, cachePages: Int = 10) throws -> Connection {
        let connection = try Connection(path: folder.file("log.sqlite"), mode: .create)
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = \(synchronous);
            PRAGMA cache_size = \(cachePages);
            PRAGMA wal_autocheckpoint = 200;
            CREATE TABLE IF NOT EXISTS things(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
            """)
        return connection
    }

    private func put(
        _ connection: Connection, _ ids: some Sequence<Int>, _ random: inout StoreRandom
    ) throws(StoreError) {
        for id in ids {
            let put = try connection.statement("REPLACE INTO things VALUES (?1, ?2)")
            put.bind(1, id)
            put.bind(2, [UInt8](repeating: UInt8.random(in: 0...255, using: &random), count: 3000))
            try put.run()
        }
    }

    private static let digest = "SELECT count(*) + total(id) + total(unicode(hex(bytes))) FROM things"

    @Test(
        "A reader sees every commit at once and whole, whatever is synced",
        arguments: ["FULL", "NORMAL", "OFF"])
    func visibility(synchronous: String) throws {
        let writer = try writer(synchronous: synchronous)
        let reader = try Connection(path: folder.file("log.sqlite"), mode: .readOnly)
        var random = StoreRandom(seed: 61)
        for _ in 0..<60 {
            let count = Int.random(in: 1...120, using: &random)
            let ids = (0..<count).map { _ in Int.random(in: 1...500, using: &random) }
            let before = try reader.integer(Self.digest)
            let after = try writer.transaction { () throws(StoreError) in
                try put(writer, ids, &random)
                // The reader is asked while pages of the unfinished commit lie in the log already.
                guard try reader.integer(Self.digest) == before else {
                    throw .engine("an unfinished commit shows")
                }
                return try writer.integer(Self.digest)
            }
            #expect(try reader.integer(Self.digest) == after)
        }
        #expect(try writer.text("PRAGMA integrity_check") == "ok")
    }

    @Test("What was taken back is gone, also after it was written to the log")
    func rollback() throws {
        let writer = try writer(synchronous: "FULL")
        var random = StoreRandom(seed: 62)
        try writer.transaction { () throws(StoreError) in try put(writer, 1...50, &random) }
        for _ in 0..<20 {
            let before = try writer.integer(Self.digest)
            #expect(throws: StoreError.self) {
                try writer.transaction { () throws(StoreError) in
                    try put(writer, 1...150, &random)
                    throw .engine("taken back")
                }
            }
            #expect(try writer.integer(Self.digest) == before)
            try writer.transaction { () throws(StoreError) in try put(writer, 40...60, &random) }
        }
        #expect(try writer.text("PRAGMA integrity_check") == "ok")
        let kept = try writer.integer(Self.digest)
        writer.close()
        let reader = try Connection(path: folder.file("log.sqlite"), mode: .readOnly)
        #expect(try reader.integer(Self.digest) == kept)
    }

    @Test("A process that ends without closing leaves every commit to the next one")
    func recovery() throws {
        let writer = try writer(synchronous: "FULL", cachePages: 1000)
        var random = StoreRandom(seed: 63)
        for number in 1...30 {
            try writer.transaction { () throws(StoreError) in
                try put(writer, number * 10..<number * 10 + 40, &random)
            }
            // As a crash would leave it: both files as they are, and nothing of what the process knew.
            let copy = StoreTempFolder()
            for end in ["", "-wal"] {
                StoreTempFolder.write(
                    StoreTempFolder.read(folder.file("log.sqlite" + end)),
                    to: copy.file("log.sqlite" + end))
            }
            let found = try Connection(path: copy.file("log.sqlite"), mode: .readWrite)
            #expect(try found.integer(Self.digest) == writer.integer(Self.digest))
        }
    }
}
