/// A condition on traces. Built by the filter language's parser, evaluated by an engine.
public indirect enum TraceFilter: Sendable, Equatable {
    case all([TraceFilter])
    case any([TraceFilter])
    case not(TraceFilter)
    /// Some span has this model; `*` stands for any characters.
    case model(String)
    case kind(SpanKind)
    /// The trace's status: `error` or `ok`.
    case status(SpanStatus)
    case tag(String)
    case session(String)
    case user(String)
    /// The trace's name or the name of some span; `*` stands for any characters, without one it must occur within.
    case name(String)
    case cost(Comparison, Double)
    /// Input and output tokens together.
    case tokens(Comparison, Double)
    case durationSeconds(Comparison, Double)
    /// A metadata key with a value compared as text; nil asks only whether the key is there.
    case metadata(key: String, value: String?)
    case has(Feature)
    /// Started at or after.
    case since(Timestamp)
    /// Started before.
    case until(Timestamp)
    /// Words found by the search index somewhere in the trace.
    case text(String)

    /// How a figure is compared, in the language's own signs.
    public enum Comparison: String, Sendable {
        case less = "<", atMost = "<=", equal = "=", atLeast = ">=", more = ">"
    }

    /// What a trace may have or lack.
    public enum Feature: String, Sendable, CaseIterable {
        case error, tool, llm, session, user, cost, tags, metadata
    }
}
