import HindcastModel
import Synchronization

/// Shows on the error output how far long work is, once it has taken a second. Shows nothing when nobody watches.
final class Progress: Sendable {
    private struct State {
        var lastShown: Timestamp?
        var isShown = false
    }

    private let title: String
    private let environment: Environment
    private let started: Timestamp
    private let state = Mutex(State())

    private static let firstNanoseconds: Int64 = 1_000_000_000
    private static let pauseNanoseconds: Int64 = 200_000_000

    init(_ title: String, _ environment: Environment) {
        self.title = title
        self.environment = environment
        started = environment.time.now
    }

    func report(_ fraction: Double) {
        guard environment.console.errorIsTerminal else { return }
        let now = environment.time.now
        let isDue = state.withLock { state in
            guard now.nanoseconds - started.nanoseconds >= Self.firstNanoseconds else { return false }
            if let last = state.lastShown, now.nanoseconds - last.nanoseconds < Self.pauseNanoseconds {
                return false
            }
            state.lastShown = now
            state.isShown = true
            return true
        }
        if isDue { environment.console.writeError("\r\(title) \(Int(min(max(fraction, 0), 1) * 100)) %") }
    }

    /// Clears the line.
    func finish() {
        if state.withLock({ $0.isShown }) { environment.console.writeError("\r\u{1B}[K") }
    }
}
