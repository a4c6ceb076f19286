public import HindcastHTTP
public import HindcastModel
public import HindcastStore
import Synchronization

/// Tells readers what was committed, as it is committed.
///
/// Each commit is one event with the commit's sequence as its id, so a reader that comes back with `Last-Event-ID`
/// misses nothing: the hub keeps the last commits, and beyond them the store knows which traces changed. A reader
/// that cannot keep up is sent `reset` and let go; it then reads its lists anew. Publishing never waits for a reader.
public final class LiveHub: Sendable {
    private struct Reader {
        let view: LiveView
        let stream: AsyncStream<ServerSentEvent>.Continuation
    }

    private struct State {
        var readers: [Int: Reader] = [:]
        var nextReader = 0
        var ring: [Commit] = []
        var ringChanges = 0
        var isClosed = false
    }

    private let store: any TraceStore
    private let state = Mutex(State())

    public init(store: any TraceStore) { self.store = store }

    /// Called by the recorder after each commit, in order. Does not wait.
    public func publish(_ commit: Commit) {
        state.withLock { state in
            Self.remember(commit, in: &state)
            for (id, reader) in state.readers {
                guard let event = LiveEvent.of(commit, seenBy: reader.view) else { continue }
                Self.send(event, to: id, in: &state)
            }
        }
    }

    /// Sends every reader a comment, so that a dead connection is noticed.
    public func beat() {
        state.withLock { state in
            for id in state.readers.keys { Self.send(.comment("beat"), to: id, in: &state) }
        }
    }

    /// Beats until cancelled.
    public func run() async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(LiveLimits.heartbeatSeconds))
            } catch {
                return
            }
            beat()
        }
    }

    /// Ends every stream; later readers get an ended one.
    public func close() {
        let streams = state.withLock { state in
            state.isClosed = true
            defer { state.readers = [:] }
            return state.readers.values.map(\.stream)
        }
        for stream in streams { stream.finish() }
    }

    public var readerCount: Int { state.withLock { $0.readers.count } }

    /// Changes from now on, or from behind the event `lastEvent` on.
    public func subscribe(
        project: ProjectID, trace: TraceID? = nil, after lastEvent: Int64? = nil
    ) async throws(StoreError) -> AsyncStream<ServerSentEvent> {
        let (events, stream) = AsyncStream.makeStream(
            of: ServerSentEvent.self, bufferingPolicy: .bufferingOldest(LiveLimits.bufferedEventsMax))
        let reader = Reader(view: LiveView(project: project, trace: trace), stream: stream)
        var position = lastEvent
        if let after = lastEvent, !ringReaches(after) {
            position = try await catchUp(reader, after: after)
        } else if lastEvent == nil {
            stream.yield(LiveEvent.ready(sequence: try await store.currentSequence()))
        }
        register(reader, after: position)
        return events
    }

    private func ringReaches(_ sequence: Int64) -> Bool {
        state.withLock { Self.reaches(sequence, in: $0) }
    }

    private static func reaches(_ sequence: Int64, in state: State) -> Bool {
        state.ring.first.map { $0.sequence <= sequence + 1 } ?? false
    }

    /// Sends what the store remembers; answers up to where. A reader too far behind is told to start afresh.
    private func catchUp(_ reader: Reader, after: Int64) async throws(StoreError) -> Int64 {
        let current = try await store.currentSequence()
        let changes = try await store.changes(
            after: after, project: reader.view.project, limit: LiveLimits.catchUpChangesMax)
        let wanted = changes.filter { reader.view.sees($0.traceID) }
        // The store does not know what is gone, only that something is.
        let isAllKnown = try await store.lastDeletion(project: reader.view.project) <= after
        guard isAllKnown, changes.count < LiveLimits.catchUpChangesMax,
            wanted.count < LiveLimits.bufferedEventsMax / 2
        else {
            reader.stream.yield(LiveEvent.reset(sequence: current))
            return current
        }
        for change in wanted { reader.stream.yield(LiveEvent.change(change)) }
        return max(current, changes.last?.sequence ?? after)
    }

    private func register(_ reader: Reader, after position: Int64?) {
        let id = state.withLock { state -> Int? in
            guard !state.isClosed, state.readers.count < LiveLimits.readersMax else { return nil }
            let id = state.nextReader
            state.nextReader += 1
            state.readers[id] = reader
            guard let position else { return id }
            if !state.ring.isEmpty, !Self.reaches(position, in: state) {
                Self.send(
                    LiveEvent.reset(sequence: state.ring.last?.sequence ?? position), to: id, in: &state)
                return id
            }
            for commit in state.ring where commit.sequence > position {
                guard let event = LiveEvent.of(commit, seenBy: reader.view) else { continue }
                Self.send(event, to: id, in: &state)
            }
            return id
        }
        guard let id else {
            reader.stream.finish()
            return
        }
        reader.stream.onTermination = { [weak self] _ in self?.remove(id) }
    }

    private func remove(_ id: Int) {
        state.withLock { $0.readers[id] = nil }
    }

    private static func remember(_ commit: Commit, in state: inout State) {
        state.ring.append(commit)
        state.ringChanges += commit.weight
        while state.ring.count > LiveLimits.ringCommitsMax
            || state.ringChanges > LiveLimits.ringChangesMax && state.ring.count > 1
        {
            state.ringChanges -= state.ring.removeFirst().weight
        }
    }

    /// Leaves the last place of the buffer for `reset`: a reader that comes this close is let go.
    private static func send(_ event: ServerSentEvent, to id: Int, in state: inout State) {
        guard let reader = state.readers[id] else { return }
        switch reader.stream.yield(event) {
        case .enqueued(let remaining) where remaining > 1: return
        case .enqueued:
            reader.stream.yield(LiveEvent.reset(sequence: nil))
            // Finishing calls `onTermination`, which must not find the lock held; the stream drains and then ends.
            let stream = reader.stream
            stream.onTermination = nil
            state.readers[id] = nil
            stream.finish()
        default:
            state.readers[id] = nil
        }
    }
}

extension Commit {
    /// What it counts against the bound of the ring.
    fileprivate var weight: Int {
        switch change {
        case .spans(let changes): changes.count
        case .patch: 1
        case .deletion(.traces(let ids), _): ids.count
        case .deletion: 1
        }
    }
}
