public import HindcastJSON
public import HindcastModel

/// A page of a list and the cursor of the next one (nil at the end). Cursors are opaque text.
public struct Page<Item: Sendable>: Sendable {
    public var items: [Item]
    public var next: String?

    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}

public struct TraceQuery: Sendable {
    public var filter: TraceFilter?
    public var limit: Int
    public var cursor: String?

    public init(filter: TraceFilter? = nil, limit: Int = 50, cursor: String? = nil) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
    }
}

/// Words that must all occur in one message, or in one span's name, errors or short values. A phrase in quotes must
/// occur as it stands; a word with a trailing `*` is a prefix. Case and accents do not matter.
public struct SearchQuery: Sendable {
    public var text: String
    public var limit: Int
    public var cursor: String?

    public init(text: String, limit: Int = 50, cursor: String? = nil) {
        self.text = text
        self.limit = limit
        self.cursor = cursor
    }
}

public struct SearchHit: Sendable, Equatable {
    public var traceID: TraceID
    public var spanID: SpanID
    /// Up to about 160 characters round the first match; matched words stand between U+0002 and U+0003.
    public var snippet: String

    public init(traceID: TraceID, spanID: SpanID, snippet: String) {
        self.traceID = traceID
        self.spanID = spanID
        self.snippet = snippet
    }
}

/// Log records of a trace, of one span, or of a session's records without a trace.
public struct LogQuery: Sendable {
    public var traceID: TraceID?
    public var spanID: SpanID?
    public var sessionID: String?
    public var limit: Int

    public init(traceID: TraceID? = nil, spanID: SpanID? = nil, sessionID: String? = nil, limit: Int = 10_000) {
        self.traceID = traceID
        self.spanID = spanID
        self.sessionID = sessionID
        self.limit = limit
    }
}

/// Which traces to delete.
public enum TraceSelection: Sendable {
    case traces([TraceID])
    case session(String)
    case startedBefore(Timestamp)
    case all
}

/// What people write on a trace.
public struct TracePatch: Sendable {
    public var addTags: [String]
    public var removeTags: [String]
    /// Merged shallowly; null removes a key.
    public var metadata: JSONObject

    public init(addTags: [String] = [], removeTags: [String] = [], metadata: JSONObject = JSONObject()) {
        self.addTags = addTags
        self.removeTags = removeTags
        self.metadata = metadata
    }
}

public struct RollupQuery: Sendable {
    public var since: Timestamp
    public var until: Timestamp
    public var bucketSeconds: Int

    public init(since: Timestamp, until: Timestamp, bucketSeconds: Int) {
        self.since = since
        self.until = until
        self.bucketSeconds = bucketSeconds
    }
}
