public import HindcastJSON

/// A remark at an address of a run, by a person, a judge or an analyser.
public struct Annotation: Sendable, Equatable {
    public let id: RecordID
    public var project: ProjectID
    public var trace: TraceID
    /// What it stands at, in canonical form; empty for the whole run.
    public var address: String
    /// The address as it was first written.
    public var originalAddress: String
    /// The remark itself.
    public var content: String
    /// What else its writer told (`extra_metadata`), key order kept.
    public var extras: JSONObject
    public var author: Author
    /// Whether the address leads to something; one that does not is kept and shown as unanchored.
    public var isResolved: Bool
    public var created: Timestamp
    /// When it was last changed.
    public var updated: Timestamp

    /// A remark that was just made.
    public init(
        id: RecordID, project: ProjectID, trace: TraceID, address: String, content: String, author: Author,
        created: Timestamp
    ) {
        self.id = id
        self.project = project
        self.trace = trace
        self.address = address
        originalAddress = address
        self.content = content
        extras = JSONObject()
        self.author = author
        isResolved = true
        self.created = created
        updated = created
    }

    /// What made it (`extra_metadata.source`): an analyser, a test, a guardrail. Nil when a person did.
    public var source: String? { extras["source"]?.stringValue }

    /// What people decided about it (`extra_metadata.status`): proposed, accepted, rejected.
    public var status: String? { extras["status"]?.stringValue }
}
