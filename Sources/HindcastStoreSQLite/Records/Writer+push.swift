import HindcastModel
import HindcastStore

/// Within a transaction that the caller opened.
extension Writer {
    func push(_ records: PushRecords) throws(StoreError) -> PushReceipt {
        let datasets = DatasetTable(connection: connection)
        let conversations = ConversationTable(connection: connection)
        let dataset = try records.dataset.map { wanted throws(StoreError) in
            try ensure(wanted, mustBeEmpty: records.requiresEmptyDataset)
        }
        var stored: [Conversation] = []
        for conversation in records.conversations {
            stored.append(try insert(conversation, into: dataset))
        }
        for (trace, time) in records.grown {
            if let row = try conversations.grow(trace, at: time, project: records.project) {
                try datasets.touch(row, at: time)
            }
        }
        _ = try insert(records.annotations)
        for feedback in records.feedback { _ = try set(feedback, keepingTags: false) }
        try insert(records.attempts, records.reviews)
        return PushReceipt(dataset: try datasets.load(dataset), conversations: stored)
    }

    /// - Returns: the row of the dataset.
    private func ensure(_ wanted: Dataset, mustBeEmpty: Bool) throws(StoreError) -> Int64 {
        let datasets = DatasetTable(connection: connection)
        if let row = try datasets.insert(wanted) { return row }
        let known = try datasets.row(named: wanted.name, owner: wanted.owner.name, project: wanted.project)
        guard let known else { throw .refused("The id of dataset \(wanted.name) is taken.") }
        if mustBeEmpty, try ConversationTable(connection: connection).hasAny(dataset: known) {
            throw .refused("Dataset \(wanted.name) has conversations already.")
        }
        try datasets.touch(known, at: wanted.lastPushed)
        return known
    }

    /// A conversation whose trace has one already stays as it is.
    private func insert(_ conversation: Conversation, into dataset: Int64?) throws(StoreError) -> Conversation
    {
        let table = ConversationTable(connection: connection)
        let (trace, project) = (conversation.trace, conversation.project)
        if let known = try table.find(trace, project: project, evenAwaited: true) { return known }
        let number = try dataset.map { row throws(StoreError) in
            try DatasetTable(connection: connection).takeNumber(conversation.index, of: row)
        }
        try table.insert(conversation, dataset: dataset, number: number ?? 0)
        try TraceRecords(writer: self).written(for: trace, project)
        guard let stored = try table.find(trace, project: project, evenAwaited: true) else {
            throw .engine("The conversation of trace \(trace) could not be stored.")
        }
        return stored
    }
}
