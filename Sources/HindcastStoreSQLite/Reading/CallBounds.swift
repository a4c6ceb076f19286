import HindcastModel
import HindcastStore

/// A `CallWindow` as two ends of an index over (start, span_id < 0, span_id), both left out, and a direction.
///
/// Span ids are stored as signed numbers and ordered as unsigned ones; hence the sign as a column of its own, which
/// takes no byte. -1 and 2 stand before and behind all signs.
struct CallBounds {
    private struct End {
        var start: Int64
        var sign: Int64
        var span: Int64 = 0
        var trace: [UInt8] = []

        static func before(_ start: Int64) -> End { End(start: start, sign: -1) }
        static func behind(_ start: Int64) -> End { End(start: start, sign: 2) }

        static func at(_ place: CallPlace) -> End {
            let span = Int64(bitPattern: place.key.span.value)
            return End(
                start: place.start.nanoseconds, sign: span < 0 ? 1 : 0, span: span,
                trace: place.key.trace.bytes)
        }

        /// By start, then by how far behind it reaches. Bits of equal signs compare as unsigned numbers do.
        static func isLess(_ left: End, _ right: End) -> Bool {
            if left.start != right.start { return left.start < right.start }
            if left.sign != right.sign { return left.sign < right.sign }
            if left.span != right.span { return left.span < right.span }
            return left.trace.lexicographicallyPrecedes(right.trace)
        }
    }

    private let lower: End
    private let upper: End
    let limit: Int
    /// Whether rows are read from the earliest on.
    let runsUp: Bool
    /// The rows come in the opposite of the reading order: those next to `before` are wanted.
    let readsBack: Bool

    /// - Parameter starts: nothing outside of these is wanted.
    init(_ window: CallWindow, within starts: ClosedRange<Int64> = .min ... .max) {
        let (low, high) =
            window.isAscending ? (window.after, window.before) : (window.before, window.after)
        lower = [low.map(End.at), window.startedAfter.map { End.behind($0.nanoseconds) }]
            .compactMap(\.self).reduce(.before(starts.lowerBound)) { End.isLess($0, $1) ? $1 : $0 }
        upper = [high.map(End.at), window.startedBefore.map { End.before($0.nanoseconds) }]
            .compactMap(\.self).reduce(.behind(starts.upperBound)) { End.isLess($1, $0) ? $1 : $0 }
        limit = min(max(window.limit, 0), StoreLimits.pageMax)
        readsBack = window.before != nil && window.after == nil
        runsUp = window.isAscending != readsBack
    }

    /// With ?2 to ?9 as the ends. Ties are told by what the index holds before rows and their traces are looked up.
    static func condition(_ table: String, trace: String) -> String {
        let sign = "\(table).span_id < 0"
        let span = "\(table).span_id"
        return """
            \(table).start BETWEEN ?2 AND ?6
            AND (\(table).start > ?2 OR (\(sign), \(span)) >= (?3, ?4))
            AND (\(table).start < ?6 OR (\(sign), \(span)) <= (?7, ?8))
            AND (\(table).start > ?2 OR (\(sign), \(span), \(trace)) > (?3, ?4, ?5))
            AND (\(table).start < ?6 OR (\(sign), \(span), \(trace)) < (?7, ?8, ?9))
            """
    }

    func order(_ table: String, trace: String) -> String {
        let direction = runsUp ? "ASC" : "DESC"
        let columns = ["\(table).start", "\(table).span_id < 0", "\(table).span_id", trace]
        return "ORDER BY " + columns.map { "\($0) \(direction)" }.joined(separator: ", ")
    }

    /// ?2 to ?9, and the limit as ?10.
    func bind(to statement: Statement) {
        for (first, end) in [(2, lower), (6, upper)] as [(Int32, End)] {
            statement.bind(first, end.start)
            statement.bind(first + 1, end.sign)
            statement.bind(first + 2, end.span)
            statement.bind(first + 3, end.trace)
        }
        statement.bind(10, limit)
    }
}
