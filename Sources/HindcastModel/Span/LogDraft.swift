/// A log record as a door hands it on. With a trace and span id it belongs to that span, whichever comes first.
public struct LogDraft: Sendable {
    /// The run it belongs to, if it says so.
    public var traceID: TraceID?
    /// The span it belongs to, if it says so.
    public var spanID: SpanID?
    /// When it happened.
    public var time: Timestamp
    /// When the collector saw it.
    public var observed: Timestamp
    /// 1 to 24 as OpenTelemetry counts; 0 when not told.
    public var severityNumber: Int
    /// The logger's own word.
    public var severityText: String
    /// The record's event name: the field, or in older SDKs the attribute `event.name`.
    public var eventName: String
    /// The message, often a map.
    public var body: AttributeValue
    /// Of this record.
    public var attributes: Attributes
    /// Of the process.
    public var resource: Attributes
    /// The library that wrote it.
    public var scope: InstrumentationScope
    /// The trace flags.
    public var flags: UInt32

    /// A record that belongs to no span yet, observed when it happened.
    public init(time: Timestamp, eventName: String, body: AttributeValue, attributes: Attributes) {
        traceID = nil
        spanID = nil
        self.time = time
        observed = time
        severityNumber = 0
        severityText = ""
        self.eventName = eventName
        self.body = body
        self.attributes = attributes
        resource = .none
        scope = InstrumentationScope()
        flags = 0
    }
}
