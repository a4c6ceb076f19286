public import HindcastModel

/// Pushed message lists: members of datasets, and snippets.
public protocol ConversationRecords: Sendable {
    /// Stores all records of a push. They show together with their traces, so a push writes them first and its spans
    /// after; a crash between the two leaves nothing to see but a dataset without conversations.
    /// - Throws: `refused` when an index is taken, a dataset that must be empty is not, or a trace would have too many
    ///   annotations.
    func push(_ records: PushRecords) async throws(StoreError) -> PushReceipt

    func conversation(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Conversation?

    /// Of several traces at once; traces that were not pushed are left out.
    func conversations(of traces: [TraceID], project: ProjectID) async throws(StoreError)
        -> [TraceID: Conversation]

    /// Members of a dataset, by index.
    func conversations(_ query: ConversationQuery, project: ProjectID) async throws(StoreError)
        -> [Conversation]

    /// Conversations without a dataset, newest first.
    /// - Parameters:
    ///   - owner: by author's name; nil for everybody's.
    ///   - cursor: from the page before; nil for the first.
    func snippets(owner: String?, limit: Int, cursor: String?, project: ProjectID) async throws(StoreError)
        -> Page<Conversation>

    /// How many conversations each dataset has. One without any is left out.
    func conversationCounts(of datasets: [RecordID], project: ProjectID) async throws(StoreError)
        -> [RecordID: Int]
}
