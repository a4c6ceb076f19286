public import HindcastModel

/// A part of a list in the order of model calls (`CallPlace`), and which way to read it.
///
/// `after` and `before` are meant in the reading order. With `after` the page begins behind that place; with `before`
/// alone it ends right in front of it, so that pages can be turned back one by one; with both it begins behind the one
/// and never reaches the other. The place need not be in the list (any more). The answer is always in reading order,
/// and calls that come or go while pages are turned move no other call into or out of sight.
public struct CallWindow: Sendable, Equatable {
    /// Oldest first; else newest first.
    public var isAscending: Bool
    public var after: CallPlace?
    public var before: CallPlace?
    /// Calls that began later than this.
    public var startedAfter: Timestamp?
    /// Calls that began earlier than this.
    public var startedBefore: Timestamp?
    /// At most so many.
    public var limit: Int

    /// The first page unless a place is given.
    public init(
        isAscending: Bool = false, after: CallPlace? = nil, before: CallPlace? = nil,
        startedAfter: Timestamp? = nil, startedBefore: Timestamp? = nil, limit: Int = 50
    ) {
        self.isAscending = isAscending
        self.after = after
        self.before = before
        self.startedAfter = startedAfter
        self.startedBefore = startedBefore
        self.limit = limit
    }
}
