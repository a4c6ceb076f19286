#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Synchronization

/// SIGINT and SIGTERM as something one can wait for. A thread of its own receives them, so that no handler runs in the
/// middle of anything.
final class Interruption: Sendable {
    static let shared = Interruption()

    private struct State {
        var hasArrived = false
        var waiters: [Int: CheckedContinuation<Bool, Never>] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())

    private init() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigaddset(&signals, SIGTERM)
        // Threads started from here on inherit the mask; the receiving thread is the only one that takes them.
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        var thread = pthread_t()
        unsafe pthread_create(&thread, nil, receiveSignals, nil)
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

    fileprivate func arrived() {
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

/// The first signal asks for an orderly end; a second one, from somebody impatient, ends the process at once.
private func receiveSignals(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    var received: Int32 = 0
    unsafe sigwait(&signals, &received)
    Interruption.shared.arrived()
    unsafe sigwait(&signals, &received)
    exit(130)
}
