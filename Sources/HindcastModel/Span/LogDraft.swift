/// A log record as a door hands it on. With a trace and span id it belongs to that span, whichever comes first.
public struct LogDraft: Sendable {
    public var traceID: TraceID?
    public var spanID: SpanID?
    public var time: Timestamp
    public var observed: Timestamp
    public var severityNumber: Int
    public var severityText: String
    /// The record's event name: the field, or in older SDKs the attribute `event.name`.
    public var eventName: String
    public var body: AttributeValue
    public var attributes: Attributes
    public var resource: Attributes
    public var scope: InstrumentationScope
    public var flags: UInt32

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
