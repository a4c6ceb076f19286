import HindcastStore

/// Which content bears which identity.
///
/// Identities come in random order, so each one put into its sorted place dirties a page of its own: in a measured load
/// two thirds of all pages logged. New ones are therefore written one row per commit into `new_identities`, remembered,
/// and moved into the sorted blocks of `identities` many at a time.
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
    private let idleMin: Int
    private let movedPerCommit: Int
    private let blocks: IdentityBlocks

    /// - Parameters:
    ///   - loads: whether those that wait are remembered; only the one who appends may.
    ///   - waitingMax: how many wait before a move: enough that most blocks of a table of some ten million get one or
    ///     more at once, in about ten megabytes of memory.
    ///   - idleMin: how many wait before they are moved while nobody wants anything. A block is written anew for one
    ///     identity as for thirty, and those that wait are as durable as those that are moved.
    ///   - movedPerCommit: moved in one commit under load: faster than they come, in a few milliseconds.
    init(
        _ connection: Connection, loads: Bool = true, waitingMax: Int = 100_000, idleMin: Int = 32_768,
        movedPerCommit: Int = 2_000
    ) throws(StoreError) {
        self.connection = connection
        self.loads = loads
        self.waitingMax = waitingMax
        self.idleMin = idleMin
        blocks = IdentityBlocks(connection: connection)
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

    /// The contents of many identities as far as they are moved; those that wait, or are added meanwhile, are not
    /// among them.
    func sorted(_ identities: [Identity]) throws(StoreError) -> [Int64?] {
        try blocks.contents(of: identities)
    }

    /// Of those that wait.
    func remembered(_ identity: Identity) -> Int64? { new[identity] ?? moving[identity] }

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

    /// Whether a quiet moment should move some.
    var isMoveDue: Bool { !queue.isEmpty || new.count >= idleMin }

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
        try blocks.remove(identity)
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
        try blocks.insert(queue.prefix(count))
        queue = queue.dropFirst(count)
        guard queue.isEmpty else { return }
        let delete = try connection.statement("DELETE FROM new_identities WHERE id <= ?1")
        delete.bind(1, movingUntil)
        try delete.run()
        queue = []
        moving = [:]
    }
}
