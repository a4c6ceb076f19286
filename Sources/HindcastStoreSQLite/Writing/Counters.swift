import HindcastStore

/// Numbers that only grow; one row, written with every commit, so that no number is ever given out twice.
struct Counters: Sendable, Equatable {
    var sequence: Int64
    var nextContent: Int64
    var nextNode: Int64
    var nextTrace: Int64
    var nextSpan: Int64
    /// Model calls in rows up to here have their place in the index (`CallIndex`).
    var placedSpan: Int64
    /// Grows whenever stored references may have died.
    var generation: Int64

    static func load(_ connection: Connection) throws(StoreError) -> Counters {
        let load = try connection.statement(
            """
            SELECT sequence, next_content, next_node, next_trace, next_span, placed_span, generation
            FROM counters WHERE one = 1
            """
        )
        defer { load.reset() }
        guard try load.step() else { throw .corrupt("The store has lost its counters. Restore a backup.") }
        return Counters(
            sequence: load.int64(0), nextContent: load.int64(1), nextNode: load.int64(2),
            nextTrace: load.int64(3),
            nextSpan: load.int64(4), placedSpan: load.int64(5), generation: load.int64(6))
    }

    func save(_ connection: Connection) throws(StoreError) {
        let save = try connection.statement(
            """
            UPDATE counters SET sequence = ?1, next_content = ?2, next_node = ?3, next_trace = ?4, next_span = ?5,
                placed_span = ?6, generation = ?7 WHERE one = 1
            """)
        save.bind(1, sequence)
        save.bind(2, nextContent)
        save.bind(3, nextNode)
        save.bind(4, nextTrace)
        save.bind(5, nextSpan)
        save.bind(6, placedSpan)
        save.bind(7, generation)
        try save.run()
    }
}
