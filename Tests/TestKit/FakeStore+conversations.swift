public import HindcastModel
public import HindcastStore

extension FakeStore {
    public func push(_ records: PushRecords) async throws(StoreError) -> PushReceipt {
        try locked { state throws(StoreError) in
            var next = state
            let receipt = try Self.push(records, &next)
            state = next
            return receipt
        }
    }

    static func push(_ records: PushRecords, _ state: inout State) throws(StoreError) -> PushReceipt {
        let dataset = try records.dataset.map { wanted throws(StoreError) in
            try ensure(wanted, mustBeEmpty: records.requiresEmptyDataset, &state)
        }
        var stored: [Conversation] = []
        for conversation in records.conversations {
            stored.append(try insert(conversation, into: dataset, &state))
        }
        for (trace, time) in records.grown {
            let key = TraceKey(project: records.project, trace: trace)
            state.conversations[key]?.pushed = time
            if let id = state.conversations[key]?.dataset { state.datasets[id]?.lastPushed = time }
        }
        try insert(records.annotations, &state)
        for feedback in records.feedback { _ = set(feedback, keepingTags: false, &state) }
        try insert(records.attempts, records.reviews, &state)
        return PushReceipt(dataset: dataset.flatMap { state.datasets[$0] }, conversations: stored)
    }

    private static func ensure(
        _ wanted: Dataset, mustBeEmpty: Bool, _ state: inout State
    ) throws(StoreError) -> RecordID {
        guard let known = state.datasets.values.first(where: { same($0, wanted) }) else {
            state.datasets[wanted.id] = wanted
            return wanted.id
        }
        if mustBeEmpty, state.conversations.values.contains(where: { $0.dataset == known.id }) {
            throw .refused("The dataset is not empty.")
        }
        state.datasets[known.id]?.lastPushed = max(known.lastPushed, wanted.lastPushed)
        return known.id
    }

    private static func insert(
        _ conversation: Conversation, into dataset: RecordID?, _ state: inout State
    ) throws(StoreError) -> Conversation {
        let key = TraceKey(project: conversation.project, trace: conversation.trace)
        if let known = state.conversations[key] { return known }
        var conversation = conversation
        conversation.dataset = dataset
        let next = dataset.flatMap { state.datasets[$0]?.nextIndex } ?? 0
        let index = dataset == nil ? 0 : conversation.index ?? next
        conversation.index = index
        if index < 0 { throw .refused("Index \(index) is out of range.") }
        if let dataset {
            if state.conversations.values.contains(where: { $0.dataset == dataset && $0.index == index }) {
                throw .refused("Index \(index) is taken.")
            }
            state.datasets[dataset]?.nextIndex = max(next, index + 1)
        }
        state.conversations[key] = conversation
        return conversation
    }

    static func same(_ one: Dataset, _ other: Dataset) -> Bool {
        one.project == other.project && one.owner.name == other.owner.name && one.name == other.name
    }

    public func conversation(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Conversation?
    {
        try await conversations(of: [trace], project: project)[trace]
    }

    public func conversations(of traces: [TraceID], project: ProjectID) async throws(StoreError)
        -> [TraceID: Conversation]
    {
        try locked { state throws(StoreError) in
            var found: [TraceID: Conversation] = [:]
            for trace in traces where Self.isThere(trace, project, state) {
                found[trace] = state.conversations[TraceKey(project: project, trace: trace)]
            }
            return found
        }
    }

    public func conversations(_ query: ConversationQuery, project: ProjectID) async throws(StoreError)
        -> [Conversation]
    {
        try locked { state throws(StoreError) in
            let found = Self.visible(project, state).filter { conversation in
                conversation.dataset == query.dataset
                    && query.indices.map { $0.contains(conversation.index ?? -1) } ?? true
                    && query.after.map { conversation.index ?? -1 > $0 } ?? true
            }
            let sorted = found.sorted { $0.index ?? 0 < $1.index ?? 0 }
            let limit = min(max(query.limit, 0), StoreLimits.pageMax)
            return Array(sorted.dropFirst(max(query.offset, 0)).prefix(limit))
        }
    }

    public func snippets(owner: String?, limit: Int, cursor: String?, project: ProjectID)
        async throws(StoreError)
        -> Page<Conversation>
    {
        try locked { state throws(StoreError) in
            let found = Self.visible(project, state)
                .filter { $0.dataset == nil && (owner == nil || $0.author.name == owner) }
                .sorted { ($0.created, $0.trace) > ($1.created, $1.trace) }
            return try Self.page(found, limit: limit, cursor: cursor)
        }
    }

    public func conversationCounts(of datasets: [RecordID], project: ProjectID) async throws(StoreError)
        -> [RecordID: Int]
    {
        try locked { state throws(StoreError) in
            var counts: [RecordID: Int] = [:]
            for case let id? in Self.visible(project, state).map(\.dataset) where datasets.contains(id) {
                counts[id, default: 0] += 1
            }
            return counts
        }
    }

    private static func visible(_ project: ProjectID, _ state: State) -> [Conversation] {
        state.conversations.values.filter { $0.project == project && isThere($0.trace, project, state) }
    }

    /// The cursor is the number of items before the page.
    static func page<Item>(_ items: [Item], limit: Int, cursor: String?) throws(StoreError) -> Page<Item> {
        guard let first = cursor.map({ Int($0) }) ?? 0 else { throw .badCursor("This cursor is not ours.") }
        let end = min(items.count, first + min(max(limit, 0), StoreLimits.pageMax))
        return Page(items: Array(items[min(first, end)..<end]), next: end < items.count ? String(end) : nil)
    }
}
