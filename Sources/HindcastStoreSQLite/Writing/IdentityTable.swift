import HindcastStore

/// Which content bears which identity.
///
/// Identities come in random order, so each one written into the sorted table dirties a page of its own: in a
/// measured load two thirds of all pages logged. New ones are therefore written one row per commit into
/// `new_identities`, remembered, and moved into the sorted table many at a time.
final class IdentityTable {
    typealias Named = (identity: Identity, content: Int64)

    private let connection: Connection
    /// Since the last move began.
    private var new: [Identity: Int64] = [:]
    /// Being moved: part of them is in the sorted table already.
    private var moving: [Identity: Int64] = [:]
    private var queue: ArraySlice<Named> = []
    /// The last row of `new_identities` whose identities are being moved.
    private var movingUntil: Int64 = 0
    /// Of the transaction under way.
    private var unwritten = NewIdentities()

    private let loads: Bool
    private let waitingMax: Int
    private let movedPerCommit: Int

    /// - Parameters:
    ///   - loads: whether those that wait are remembered; only the one who appends may.
    ///   - waitingMax: how many wait before a move: enough that most pages of a table of some ten million get several
    ///     at once, in about ten megabytes of memory.
    ///   - movedPerCommit: moved in one commit under load: faster than they come, in a few milliseconds.
    init(_ connection: Connection, loads: Bool = true, waitingMax: Int = 100_000, movedPerCommit: Int = 2_000)
        throws(StoreError)
    {
        self.connection = connection
        self.loads = loads
        self.waitingMax = waitingMax
        self.movedPerCommit = movedPerCommit
        try reload()
    }

    /// After a rollback: what was remembered of the transaction never came to be.
    func reload() throws(StoreError) {
        moving = [:]
        queue = []
        unwritten = NewIdentities()
        new = loads ? try NewIdentities.load(connection) : [:]
    }

    func content(of identity: Identity) throws(StoreError) -> Int64? {
        if let known = new[identity] ?? moving[identity] { return known }
        let find = try connection.statement(Self.findSorted)
        return try Self.sorted(find, identity)
    }

    static let findSorted = "SELECT content FROM identities WHERE project = ?1 AND high = ?2 AND low = ?3"

    static func sorted(_ find: Statement, _ identity: Identity) throws(StoreError) -> Int64? {
        bind(identity, to: find)
        defer { find.reset() }
        return try find.step() ? find.int64(0) : nil
    }

    func add(_ identity: Identity, content: Int64) {
        new[identity] = content
        unwritten.append(identity, content)
    }

    /// Ends a transaction's part: its identities become durable with it.
    func write() throws(StoreError) {
        if !unwritten.isEmpty {
            let insert = try connection.statement("INSERT INTO new_identities(names) VALUES (?1)")
            insert.bind(1, unwritten.bytes)
            try insert.run()
            unwritten = NewIdentities()
        }
        if !queue.isEmpty { return try move(movedPerCommit) }
        if new.count >= waitingMax { try beginMove() }
    }

    /// Moves some, in a transaction of the caller's.
    /// - Returns: whether there are more.
    func moveSome() throws(StoreError) -> Bool {
        if queue.isEmpty { try beginMove() }
        if queue.isEmpty { return false }
        try move(4 * movedPerCommit)
        return true
    }

    /// Takes an identity away, as its content dies.
    func remove(_ identity: Identity) throws(StoreError) {
        if new[identity] != nil || moving[identity] != nil {
            try write()
            while try moveSome() {}
        }
        let delete = try connection.statement(
            "DELETE FROM identities WHERE project = ?1 AND high = ?2 AND low = ?3")
        Self.bind(identity, to: delete)
        try delete.run()
    }

    private func beginMove() throws(StoreError) {
        guard !new.isEmpty else { return }
        movingUntil = try connection.integer("SELECT max(id) FROM new_identities") ?? 0
        queue = new.map { ($0.key, $0.value) }.sorted { $0.identity < $1.identity }[...]
        moving = new
        new = [:]
    }

    private func move(_ count: Int) throws(StoreError) {
        // After a crash in the middle of a move some are there already.
        let insert = try connection.statement(
            "INSERT INTO identities(project, high, low, content) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
        )
        for named in queue.prefix(count) {
            Self.bind(named.identity, to: insert)
            insert.bind(4, named.content)
            try insert.run()
        }
        queue = queue.dropFirst(count)
        guard queue.isEmpty else { return }
        let delete = try connection.statement("DELETE FROM new_identities WHERE id <= ?1")
        delete.bind(1, movingUntil)
        try delete.run()
        queue = []
        moving = [:]
    }

    private static func bind(_ identity: Identity, to statement: Statement) {
        statement.bind(1, identity.project)
        statement.bind(2, identity.high)
        statement.bind(3, identity.low)
    }
}
