public import HindcastModel

public struct TraceChange: Sendable, Equatable {
    public var sequence: Int64
    public var traceID: TraceID

    public init(sequence: Int64, traceID: TraceID) {
        self.sequence = sequence
        self.traceID = traceID
    }
}
