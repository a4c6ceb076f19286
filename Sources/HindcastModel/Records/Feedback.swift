/// What somebody thinks of one model call. A call has one feedback, whichever client or page set it.
public struct Feedback: Sendable, Equatable {
    /// A thumb.
    public enum Value: String, Sendable, CaseIterable {
        case positive, negative
    }

    public var project: ProjectID
    /// The call.
    public var span: SpanKey
    /// When the call began: lists of feedback are in the order of the calls.
    public var callStart: Timestamp
    /// Nil when only tags were given.
    public var value: Value?
    /// In the order given, none twice.
    public var tags: [String]
    public var author: Author
    /// When it was last set.
    public var updated: Timestamp

    /// A feedback that was just given.
    public init(
        project: ProjectID, span: SpanKey, callStart: Timestamp, value: Value?, tags: [String] = [],
        author: Author, updated: Timestamp
    ) {
        self.project = project
        self.span = span
        self.callStart = callStart
        self.value = value
        self.tags = tags
        self.author = author
        self.updated = updated
    }

    /// Where it stands in lists.
    public var place: CallPlace { CallPlace(start: callStart, key: span) }

    /// Whether it tells nothing, which is stored as none at all.
    public var isEmpty: Bool { value == nil && tags.isEmpty }
}
