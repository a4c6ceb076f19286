import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// SIGINT and SIGTERM as something one can wait for. The main thread receives them, so that no handler runs in the
/// middle of anything.
final class Interruption: Sendable {
    static let shared = Interruption()

    private struct State {
        var hasArrived = false
        var waiters: [Int: CheckedContinuation<Bool, Never>] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())

    private init() {}

    /// Call on the main thread before any other thread exists: they all inherit the mask, so that only `receive` gets
    /// the signals that end a process.
    nonisolated static func prepare() {
        var signals = endingSignals()
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        // A reader that went away and a file at its size limit are errors of one call, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Waits for signals for ever. The first one asks for an orderly end; a second one, from somebody impatient, ends
    /// the process at once.
    nonisolated static func receive() -> Never {
        var signals = endingSignals()
        var received: Int32 = 0
        unsafe sigwait(&signals, &received)
        shared.arrived()
        unsafe sigwait(&signals, &received)
        exit(130)
    }

    private nonisolated static func endingSignals() -> sigset_t {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigaddset(&signals, SIGTERM)
        return signals
    }

    /// Returns when the process is asked to stop.
    func wait() async {
        _ = await suspended()
    }

    /// False when the process was asked to stop before the time was over.
    func wait(milliseconds: Int) async -> Bool {
        let timer = Task {
            try? await Task.sleep(for: .milliseconds(milliseconds))
            releaseAll(stopped: false)
        }
        let goesOn = await suspended()
        timer.cancel()
        return goesOn
    }

    private func arrived() {
        state.withLock { $0.hasArrived = true }
        releaseAll(stopped: true)
    }

    private func suspended() async -> Bool {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.hasArrived { return true }
                state.waiters[state.nextWaiter] = continuation
                state.nextWaiter += 1
                return false
            }
            if isOver { continuation.resume(returning: false) }
        }
    }

    private func releaseAll(stopped: Bool) {
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: !stopped) }
    }
}
