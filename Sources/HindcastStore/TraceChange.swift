public import HindcastModel

/// A trace that a commit touched.
public struct TraceChange: Sendable, Equatable {
    /// The commit.
    public var sequence: Int64
    /// The trace.
    public var traceID: TraceID

    /// A change.
    public init(sequence: Int64, traceID: TraceID) {
        self.sequence = sequence
        self.traceID = traceID
    }
}
