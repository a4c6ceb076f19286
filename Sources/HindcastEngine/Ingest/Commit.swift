public import HindcastModel
public import HindcastStore

/// What one commit of the recorder changed, for those who watch.
public struct Commit: Sendable {
    /// What kind of change it was.
    public enum Change: Sendable {
        /// Spans were added or replaced, of any project.
        case spans([SpanChange])
        /// People's tags and metadata; the trace as it is now.
        case patch(TraceSummary, project: ProjectID)
        /// These traces are gone.
        case deletion(TraceSelection, project: ProjectID)
    }

    /// The store's number of the commit. Commits are told in this order.
    public let sequence: Int64
    /// What changed.
    public let change: Change

    /// A commit as the recorder tells of it.
    public init(sequence: Int64, _ change: Change) {
        self.sequence = sequence
        self.change = change
    }
}
