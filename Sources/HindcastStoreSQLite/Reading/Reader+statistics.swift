import HindcastModel
import HindcastStore

extension Reader {
    /// - Parameter indexed: the newest content that search knows; nil without an indexer.
    func statistics(project: Int64?, indexed: Int64?) throws(StoreError) -> StoreStatistics {
        let load = try connection.statement(
            """
            SELECT ifnull(sum(traces), 0), ifnull(sum(spans), 0), ifnull(sum(messages), 0), ifnull(sum(nodes), 0),
                ifnull(sum(logs), 0)
            FROM totals WHERE ?1 IS NULL OR project = ?1
            """)
        load.bind(1, project)
        defer { load.reset() }
        var statistics = StoreStatistics()
        if try load.step() {
            statistics.traces = load.int64(0)
            statistics.spans = load.int64(1)
            statistics.messages = load.int64(2)
            statistics.nodes = load.int64(3)
            statistics.logs = load.int64(4)
        }
        statistics.bytesOnDisk = folder.bytesOnDisk
        if let indexed {
            statistics.unindexedContents = max(try Counters.load(connection).nextContent - 1 - indexed, 0)
        }
        return statistics
    }

    /// Buckets beyond this many are left out, newest ones: no chart shows more.
    private static let bucketsMax = 10_000

    func rollup(_ query: RollupQuery, project: Int64) throws(StoreError) -> [RollupBucket] {
        guard query.bucketSeconds > 0, query.bucketSeconds <= 1 << 32 else {
            throw .badQuery(
                "A bucket of \(query.bucketSeconds) seconds cannot be made: ask for at least one second.")
        }
        let width = Int64(query.bucketSeconds) * 1_000_000_000
        let load = try connection.statement(
            """
            SELECT start, end, errors, spans, calls, input_tokens, output_tokens, cost FROM traces
            WHERE project = ?1 AND start >= ?2 AND start < ?3 ORDER BY start
            """)
        load.bind(1, project)
        load.bind(2, query.since.nanoseconds)
        load.bind(3, query.until.nanoseconds)
        defer { load.reset() }
        var buckets: [RollupBucket] = []
        var durations: [Double] = []
        var cost: Int64 = 0
        var last: UInt64?
        func finish() {
            guard !buckets.isEmpty else { return }
            durations.sort()
            buckets[buckets.count - 1].cost = Columns.dollars(cost)
            buckets[buckets.count - 1].durationP50Milliseconds = Self.percentile(0.5, of: durations)
            buckets[buckets.count - 1].durationP95Milliseconds = Self.percentile(0.95, of: durations)
            durations.removeAll(keepingCapacity: true)
            cost = 0
        }
        while try load.step() {
            let start = load.int64(0)
            // Unsigned: the distance between two moments can exceed what Int64 holds.
            let place = UInt64(bitPattern: start &- query.since.nanoseconds) / UInt64(width)
            if place != last {
                finish()
                if buckets.count == Self.bucketsMax { break }
                last = place
                let begin = query.since.nanoseconds &+ Int64(bitPattern: place &* UInt64(width))
                buckets.append(RollupBucket(start: Timestamp(nanoseconds: begin)))
            }
            let index = buckets.count - 1
            buckets[index].traces += 1
            if load.int64(2) > 0 { buckets[index].errors += 1 }
            buckets[index].spans += load.int64(3)
            buckets[index].modelCalls += load.int64(4)
            buckets[index].inputTokens &+= load.int64(5)
            buckets[index].outputTokens &+= load.int64(6)
            cost &+= load.int64(7)
            durations.append(Double(load.int64(1) &- start) / 1e6)
        }
        finish()
        return buckets
    }

    /// The nearest rank: an observed value, never one between two.
    private static func percentile(_ part: Double, of sorted: [Double]) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let rank = Int((part * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
