import CMicrohttpd
import HindcastHTTP
import Synchronization

/// The bytes of an event stream between its producer's task and the connection's thread.
///
/// While there is nothing to send the connection is suspended; while too much waits to be sent the consumer of
/// the stream is. When the client leaves, the consumer is cancelled.
final class EventFeed: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var sent = 0
        var isFinished = false
        var isSuspended = false
        var task: Task<Void, Never>?
        var waiting: CheckedContinuation<Void, Never>?

        var backlog: Int { bytes.count - sent }
    }

    /// Bytes that may wait for a slow listener before the stream's consumer waits.
    private static let backlogBytesMax = 256 * 1024

    private let connection: HTTPConnection
    private let state = Mutex(State())

    init(connection: HTTPConnection) {
        self.connection = connection
    }

    /// Starts to consume the stream.
    func start(_ events: AsyncStream<ServerSentEvent>) {
        let task = Task { [self] in
            for await event in events { await push(event.bytes) }
            finish()
        }
        state.withLock { $0.task = task }
    }

    /// The next bytes for the socket: their count, the library's end mark, or 0 after suspending.
    func read(into block: UnsafeMutableRawBufferPointer) -> Int {
        let step: (count: Int, woken: CheckedContinuation<Void, Never>?) = state.withLock { state in
            let count = min(block.count, state.backlog)
            guard count > 0 else {
                if state.isFinished { return (Int(HINDCAST_HTTP_END), nil) }
                state.isSuspended = true
                unsafe MHD_suspend_connection(connection.handle)
                return (0, nil)
            }
            unsafe state.bytes.withUnsafeBytes { bytes in
                let part = unsafe bytes[state.sent..<state.sent + count]
                unsafe block.copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
            }
            state.sent += count
            if state.backlog == 0 {
                state.bytes.removeAll(keepingCapacity: state.bytes.count <= block.count)
                state.sent = 0
            }
            guard state.backlog <= EventFeed.backlogBytesMax / 2 else { return (count, nil) }
            defer { state.waiting = nil }
            return (count, state.waiting)
        }
        step.woken?.resume()
        return step.count
    }

    private func push(_ bytes: [UInt8]) async {
        let resumes = state.withLock { state in
            guard !state.isFinished else { return false }
            state.bytes.append(contentsOf: bytes)
            return EventFeed.wake(&state)
        }
        if resumes { connection.resume() }
        guard state.withLock({ $0.backlog > EventFeed.backlogBytesMax }) else { return }
        await withCheckedContinuation { (waiting: CheckedContinuation<Void, Never>) in
            let mustWait = state.withLock { state in
                guard !state.isFinished, state.backlog > EventFeed.backlogBytesMax else { return false }
                state.waiting = waiting
                return true
            }
            if !mustWait { waiting.resume() }
        }
    }

    /// Ends the stream: what waits is still sent, the consumer is cancelled.
    func finish() {
        let end: (resumes: Bool, State) = state.withLock { state in
            state.isFinished = true
            let resumes = EventFeed.wake(&state)
            let before = state
            state.task = nil
            state.waiting = nil
            return (resumes, before)
        }
        if end.resumes { connection.resume() }
        end.1.waiting?.resume()
        end.1.task?.cancel()
    }

    /// The client is gone, and the connection's handle with it: nothing is resumed any more.
    func cancel() {
        state.withLock { $0.isSuspended = false }
        finish()
    }

    private static func wake(_ state: inout State) -> Bool {
        defer { state.isSuspended = false }
        return state.isSuspended
    }
}
