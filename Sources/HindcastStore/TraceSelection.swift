public import HindcastModel

/// Which traces to delete.
public enum TraceSelection: Sendable {
    case traces([TraceID])
    case session(String)
    case startedBefore(Timestamp)
    case all
}
