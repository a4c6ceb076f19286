import HindcastModel

/// What a trace's row is made of, one span at a time.
struct SpanFacts {
    var span: UInt64
    var isRoot: Bool
    var start: Int64
    var end: Int64
    var flags: SpanFlags
    var name: String
    var extras: SpanExtras
    var inputTokens: Int64
    var outputTokens: Int64
    var cost: Int64

    var place: Precedence { Precedence(start: start, span: span) }
}
