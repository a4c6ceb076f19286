public import HindcastModel

/// A span with its archived body and the paths that the body refers to.
public struct StoredSpan: Sendable {
    public var summary: SpanSummary
    public var ropes: [NodeID]
    public var body: [UInt8]

    public init(summary: SpanSummary, ropes: [NodeID], body: [UInt8]) {
        self.summary = summary
        self.ropes = ropes
        self.body = body
    }
}
