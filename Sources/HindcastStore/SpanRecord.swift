public import HindcastJSON
public import HindcastModel

/// A span ready to be stored: the columns that lists and outlines need, its paths in the tree, and its body.
public struct SpanRecord: Sendable {
    public var project: ProjectID
    public var traceID: TraceID
    public var spanID: SpanID
    public var parentID: SpanID?
    public var kind: SpanKind
    public var name: String
    public var start: Timestamp
    public var end: Timestamp
    public var status: SpanStatus = .unset
    public var model: String?
    public var provider: String?
    public var usage: Usage = .unknown
    public var cost: Double?
    public var responseID: String?
    public var sessionID: String?
    public var userID: String?
    public var agentName: String?
    /// The dialect's own name for the whole run, if it gives one.
    public var traceName: String?
    public var tags: [String] = []
    /// What the span says about its trace; merged shallowly, the later start wins, at equal starts the greater span id.
    public var metadata = JSONObject()
    /// What the model saw. Nil when the span carries no messages.
    public var input: NodeReference?
    /// Ends a path that begins at `input` (or at the root, when there is no input).
    public var output: NodeReference?
    /// The paths that the body's large attributes refer to by position.
    public var ropes: [NodeReference] = []
    /// The archived draft: everything needed to give it back byte for byte, given the ropes.
    public var body: [UInt8] = []
    /// Name, errors and short values, for the search index.
    public var text: String = ""
    /// How many of the batch's contents come before this span or with it. The body repeats some of them, and an engine
    /// does well to keep it near them.
    public var contentsEnd: Int = 0

    public init(
        project: ProjectID, traceID: TraceID, spanID: SpanID, kind: SpanKind, name: String, start: Timestamp,
        end: Timestamp
    ) {
        self.project = project
        self.traceID = traceID
        self.spanID = spanID
        self.kind = kind
        self.name = name
        self.start = start
        self.end = end
    }
}

/// A log record ready to be stored. Identity is (project, trace, span, time, digest of the body): a re-sent record
/// changes nothing.
public struct LogRecord: Sendable {
    public var project: ProjectID
    public var traceID: TraceID?
    public var spanID: SpanID?
    public var time: Timestamp
    public var eventName: String
    public var severityNumber: Int
    /// What joins records that carry no trace id: the session they belong to.
    public var sessionID: String?
    /// The archived record.
    public var body: [UInt8]

    public init(project: ProjectID, time: Timestamp, eventName: String, severityNumber: Int, body: [UInt8]) {
        self.project = project
        self.time = time
        self.eventName = eventName
        self.severityNumber = severityNumber
        self.body = body
        traceID = nil
        spanID = nil
        sessionID = nil
    }
}
