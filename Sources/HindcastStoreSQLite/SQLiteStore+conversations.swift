public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func push(_ records: PushRecords) async throws(StoreError) -> PushReceipt {
        try await change { writer throws(StoreError) in try writer.push(records) }
    }

    public func conversation(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Conversation?
    {
        try await read { reader throws(StoreError) in
            try ConversationTable(connection: reader.connection).find(trace, project: project)
        }
    }

    public func conversations(of traces: [TraceID], project: ProjectID) async throws(StoreError)
        -> [TraceID: Conversation]
    {
        try await read { reader throws(StoreError) in
            let table = ConversationTable(connection: reader.connection)
            var found: [TraceID: Conversation] = [:]
            for trace in traces { found[trace] = try table.find(trace, project: project) }
            return found
        }
    }

    public func conversations(_ query: ConversationQuery, project: ProjectID) async throws(StoreError)
        -> [Conversation]
    {
        try await read { reader throws(StoreError) in
            try ConversationTable(connection: reader.connection).members(query, project: project)
        }
    }

    public func snippets(
        owner: String?, limit: Int, cursor: String?, project: ProjectID
    ) async throws(StoreError) -> Page<Conversation> {
        try await read { reader throws(StoreError) in
            try ConversationTable(connection: reader.connection)
                .snippets(owner: owner, limit: limit, cursor: cursor, project: project)
        }
    }

    public func conversationCounts(of datasets: [RecordID], project: ProjectID) async throws(StoreError)
        -> [RecordID: Int]
    {
        try await read { reader throws(StoreError) in
            let table = ConversationTable(connection: reader.connection)
            var counts: [RecordID: Int] = [:]
            for dataset in datasets { counts[dataset] = try table.count(of: dataset, project: project) }
            return counts.filter { $0.value > 0 }
        }
    }
}
