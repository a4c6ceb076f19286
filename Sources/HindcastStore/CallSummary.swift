public import HindcastModel

/// A row of the list of model calls.
public struct CallSummary: Sendable {
    /// The run that it is part of.
    public var traceID: TraceID
    /// The call.
    public var span: SpanSummary

    /// A row.
    public init(traceID: TraceID, span: SpanSummary) {
        self.traceID = traceID
        self.span = span
    }

    /// Where it stands: where a further page goes on.
    public var place: CallPlace {
        CallPlace(start: span.start, key: SpanKey(trace: traceID, span: span.id))
    }
}
