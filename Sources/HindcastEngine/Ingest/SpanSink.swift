public import HindcastModel

/// What a product needs of the engine to record something. Small, so that a test can stand in for it.
public protocol SpanSink: Sendable {
    /// Stores everything in one commit and returns when it is on disk.
    func record(_ delivery: Delivery, project: ProjectID) async throws(IngestError)
}

/// What one request brings.
public struct Delivery: Sendable {
    public var spans: [SpanDraft]
    public var logs: [LogDraft]
    /// The size on the wire after decompression, for admission.
    public var payloadBytes: Int

    public init(spans: [SpanDraft] = [], logs: [LogDraft] = [], payloadBytes: Int) {
        self.spans = spans
        self.logs = logs
        self.payloadBytes = payloadBytes
    }
}
