public import HindcastModel
public import HindcastStore

/// Takes deliveries and returns when they are on disk: the only writer of spans.
///
/// One loop makes one commit after the other from whatever has gathered meanwhile. Patches and deletions go through
/// the same loop, so that no batch refers to what is being deleted and commits are told of in their order.
public actor Recorder: SpanSink, ConversationSink {
    private let store: any TraceStore
    private let normaliser: Normaliser
    private let disk: any DiskSpace
    private let committed: @Sendable (Commit) -> Void

    private var line = WaitingLine<Job>()
    private var interner = Interner()
    private var joiner: LogJoiner
    private var isRunning = false
    private var isClosed = false
    private var spansSinceDiskCheck = IngestLimits.diskCheckSpans
    private var drained: [CheckedContinuation<Void, Never>] = []

    private enum Job: Sendable {
        case delivery(PreparedDelivery, CheckedContinuation<IngestError?, Never>)
        /// Work between two commits; true when it may have deleted something that the interner knows.
        case exclusive(@Sendable () async -> Bool)
    }

    /// - Parameter committed: called after each commit, in commit order; must not block.
    public init(
        store: any TraceStore, normaliser: Normaliser, disk: any DiskSpace,
        committed: @escaping @Sendable (Commit) -> Void
    ) {
        self.store = store
        self.normaliser = normaliser
        self.disk = disk
        self.committed = committed
        joiner = LogJoiner(store: store, normaliser: normaliser)
    }

    public nonisolated func record(_ delivery: Delivery, project: ProjectID) async throws(IngestError) {
        if delivery.spans.isEmpty, delivery.logs.isEmpty { return }
        let prepared = PreparedDelivery(delivery, project: project, normaliser: normaliser)
        if let error = await enqueue(prepared) { throw error }
    }

    public nonisolated func record(
        _ conversations: [ConversationDraft], records: PushRecords?, project: ProjectID, payloadBytes: Int
    ) async throws(IngestError) {
        if conversations.isEmpty { return }
        let prepared = PreparedDelivery(
            conversations, records: records, project: project, payloadBytes: payloadBytes)
        if let error = await enqueue(prepared) { throw error }
    }

    /// Patches a trace between two commits; answers the trace as it is then, nil when it is unknown.
    public func patch(_ patch: TracePatch, trace: TraceID, project: ProjectID) async throws(StoreError)
        -> TraceSummary?
    {
        try await exclusively(deletes: false) { [committed] store throws(StoreError) in
            guard try await store.patch(patch, trace: trace, project: project),
                let patched = try await store.trace(trace, project: project)
            else { return nil }
            // Nobody else commits meanwhile, so the trace's last change is this one.
            committed(Commit(sequence: patched.sequence, .patch(patched, project: project)))
            return patched
        }
    }

    /// Deletes traces between two commits.
    public func delete(_ selection: TraceSelection, project: ProjectID) async throws(StoreError)
        -> DeletionReceipt
    {
        try await exclusively(deletes: true) { [committed] store throws(StoreError) in
            let receipt = try await store.delete(selection, project: project)
            if let sequence = receipt.sequence {
                committed(Commit(sequence: sequence, .deletion(selection, project: project)))
            }
            return receipt
        }
    }

    /// Frees what deletions left behind.
    public func collectGarbage(progress: @escaping @Sendable (Double) -> Void) async throws(StoreError)
        -> GarbageReceipt
    {
        try await exclusively(deletes: true) { store throws(StoreError) in
            try await store.collectGarbage(progress: progress)
        }
    }

    /// Takes nothing more and returns when everything taken is on disk.
    public func close() async {
        isClosed = true
        if !isRunning { return }
        await withCheckedContinuation { drained.append($0) }
    }

    // MARK: The loop

    private func enqueue(_ prepared: PreparedDelivery) async -> IngestError? {
        if isClosed { return .closed }
        if let error = admit(prepared) { return error }
        return await withCheckedContinuation { continuation in
            let job = Job.delivery(prepared, continuation)
            if line.append(job, bytes: prepared.payloadBytes, spans: prepared.count) {
                start()
            } else {
                continuation.resume(
                    returning: .busy(retryAfterMilliseconds: IngestLimits.busyRetryMilliseconds))
            }
        }
    }

    private func admit(_ prepared: PreparedDelivery) -> IngestError? {
        // A large span counts as the many small ones that would weigh as much.
        spansSinceDiskCheck += max(
            prepared.count, prepared.payloadBytes / IngestLimits.diskCheckSpanBytes)
        guard spansSinceDiskCheck >= IngestLimits.diskCheckSpans else { return nil }
        if let free = disk.freeBytes(), free < IngestLimits.diskReserveBytes {
            return .diskFull(
                "Only \(free >> 20) MiB are free where the data folder is; "
                    + "\(IngestLimits.diskReserveBytes >> 20) MiB are kept in reserve. Free some space and send again."
            )
        }
        spansSinceDiskCheck = 0
        return nil
    }

    private func start() {
        guard !isRunning else { return }
        isRunning = true
        Task { await run() }
    }

    private func run() async {
        while !line.isEmpty {
            var deliveries: [Waiting] = []
            for job in line.takeBatch() {
                switch job {
                case .delivery(let delivery, let continuation): deliveries.append((delivery, continuation))
                case .exclusive(let work):
                    await commit(deliveries)
                    deliveries = []
                    if await work() { interner.forgetAll() }
                }
            }
            await commit(deliveries)
        }
        isRunning = false
        for waiter in drained { waiter.resume() }
        drained = []
    }

    private typealias Waiting = (PreparedDelivery, CheckedContinuation<IngestError?, Never>)

    private func commit(_ arrived: [Waiting]) async {
        let deliveries = await possible(arrived)
        guard !deliveries.isEmpty else { return }
        var failure: IngestError?
        do {
            // Only this loop uses the joiner, so it may be taken out for the length of the call.
            var joiner = joiner
            let content = try await joiner.join(deliveries.map(\.0))
            self.joiner = joiner
            let receipt = try await append(content)
            if !receipt.changes.isEmpty {
                committed(Commit(sequence: receipt.sequence, .spans(receipt.changes)))
            }
        } catch {
            failure = IngestError(error)
        }
        for (_, continuation) in deliveries { continuation.resume(returning: failure) }
    }

    /// Refuses messages whose trace was deleted while they were on their way: they would bring back a part of it.
    private func possible(_ deliveries: [Waiting]) async -> [Waiting] {
        guard deliveries.contains(where: { !$0.0.grownTraces.isEmpty }) else { return deliveries }
        var possible: [Waiting] = []
        for delivery in deliveries {
            if let error = await objection(to: delivery.0) {
                delivery.1.resume(returning: error)
            } else {
                possible.append(delivery)
            }
        }
        return possible
    }

    private func objection(to delivery: PreparedDelivery) async -> IngestError? {
        do throws(StoreError) {
            for trace in delivery.grownTraces
            where try await store.trace(trace, project: delivery.project) == nil {
                return .unavailable("Trace \(trace) was deleted meanwhile.")
            }
            return nil
        } catch {
            return IngestError(error)
        }
    }

    private func append(_ content: JoinedContent) async throws(StoreError) -> AppendReceipt {
        do {
            return try await appendOnce(content)
        } catch .staleReference {
            // Another process deleted something: start from what the store has now.
            interner.forgetAll()
            return try await appendOnce(content)
        }
    }

    private func appendOnce(_ content: JoinedContent) async throws(StoreError) -> AppendReceipt {
        var batch = TraceBatch()
        for span in content.spans { span.add(to: &batch, through: &interner) }
        for conversation in content.conversations { conversation.add(to: &batch, through: &interner) }
        batch.logs = content.logs
        batch.records = content.records
        do {
            let receipt = try await store.append(batch)
            interner.learn(receipt)
            return receipt
        } catch {
            interner.discard()
            throw error
        }
    }

    private func exclusively<Value: Sendable>(
        deletes: Bool, _ work: @escaping @Sendable (any TraceStore) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        if isClosed { throw .closed }
        let store = store
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let job = Job.exclusive {
                do throws(StoreError) {
                    continuation.resume(returning: .success(try await work(store)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
                return deletes
            }
            // Nothing of weight waits, so the line's bound does not apply.
            _ = line.append(job, bytes: 0, spans: 0)
            start()
        }
        return try result.get()
    }
}
