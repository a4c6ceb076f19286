/// A span as a door hands it on: checked, not yet understood. Conventions read it, the archive stores it whole.
public struct SpanDraft: Sendable {
    /// The run.
    public var traceID: TraceID
    /// The operation.
    public var spanID: SpanID
    /// The operation around it; nil at the top of a run.
    public var parentID: SpanID?
    /// What the instrumentation calls it.
    public var name: String
    /// When it began.
    public var start: Timestamp
    /// Equal to `start` for a span that has not ended (or whose client sent zero).
    public var end: Timestamp
    /// What the instrumentation says of its end.
    public var status: SpanStatus = .unset
    /// Why it failed.
    public var statusMessage: String?
    /// OpenTelemetry's own span kind (1 internal, 2 server, 3 client, 4 producer, 5 consumer), kept as it came.
    public var otelKind = 1
    /// The vendor data of W3C trace context.
    public var traceState: String?
    /// The trace flags.
    public var flags: UInt32 = 0
    /// Of the span alone.
    public var attributes: Attributes = .none
    /// In the order sent.
    public var events: [SpanEvent] = []
    /// In the order sent.
    public var links: [SpanLink] = []
    /// Of the process that made it.
    public var resource: Attributes = .none
    /// The library that made it.
    public var scope = InstrumentationScope()
    /// How many attributes, events and links the client says it left out.
    public var dropped = DroppedCounts()

    /// A span with nothing but its identity and its time.
    public init(traceID: TraceID, spanID: SpanID, name: String, start: Timestamp, end: Timestamp) {
        self.traceID = traceID
        self.spanID = spanID
        self.name = name
        self.start = start
        self.end = end
    }
}

/// Something that happened at one moment inside a span.
public struct SpanEvent: Sendable {
    public var name: String
    public var time: Timestamp
    public var attributes: Attributes

    public init(name: String, time: Timestamp, attributes: Attributes) {
        self.name = name
        self.time = time
        self.attributes = attributes
    }
}

/// A pointer from one span to another, usually in another trace.
public struct SpanLink: Sendable {
    public var traceID: TraceID
    public var spanID: SpanID
    public var traceState: String?
    public var attributes: Attributes

    public init(traceID: TraceID, spanID: SpanID, traceState: String?, attributes: Attributes) {
        self.traceID = traceID
        self.spanID = spanID
        self.traceState = traceState
        self.attributes = attributes
    }
}

/// The library that made a span.
public struct InstrumentationScope: Sendable {
    /// Its package or module.
    public var name: String
    /// Empty when not told.
    public var version: String
    public var attributes: Attributes

    public init(name: String = "", version: String = "", attributes: Attributes = .none) {
        self.name = name
        self.version = version
        self.attributes = attributes
    }
}

/// Counts that OTLP carries beside the data.
public struct DroppedCounts: Sendable, Equatable {
    public var attributes: UInt32 = 0
    public var events: UInt32 = 0
    public var links: UInt32 = 0

    public init() {}
}
