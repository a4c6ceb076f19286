import Synchronization

/// Something one task waits for and that happens once, before or after the wait begins.
final class Latch: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: CheckedContinuation<Void, Never>?)>((false, nil))

    /// Lets the waiter go. Opening again changes nothing.
    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Waits until it is open. One waiter only.
    func wait() async {
        await withCheckedContinuation { (waiting: CheckedContinuation<Void, Never>) in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting = waiting }
                return state.isOpen
            }
            if isOpen { waiting.resume() }
        }
    }
}
