/// Where a model call stands in the order of its project: by start, then span id, then trace id. No two calls share a
/// place, so a list that goes on from one neither skips nor repeats.
public struct CallPlace: Hashable, Sendable, Comparable {
    /// When the call began.
    public let start: Timestamp
    /// Which call it is.
    public let key: SpanKey

    /// The place of a call.
    public init(start: Timestamp, key: SpanKey) {
        self.start = start
        self.key = key
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.start, left.key.span, left.key.trace) < (right.start, right.key.span, right.key.trace)
    }
}
