#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A mutex with a condition: what threads that wait for work need and `Synchronization.Mutex` does not have.
/// Unchecked: every access to `state` happens under the mutex.
@safe final class Monitor<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    init(_ state: State) {
        self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe pthread_cond_destroy(condition)
        unsafe mutex.deallocate()
        unsafe condition.deallocate()
    }

    /// Changes the state and wakes all who wait. They are woken when the mutex is free: those who find it taken would
    /// sleep again at once, and waking a thread on an idle core is the dearest thing here.
    func update<Value>(_ body: (inout State) -> Value) -> Value {
        let value = change(body)
        unsafe pthread_cond_broadcast(condition)
        return value
    }

    /// Changes the state so that one more of those who wait finds what it looks for, and wakes one.
    func updateForOne<Value>(_ body: (inout State) -> Value) -> Value {
        let value = change(body)
        unsafe pthread_cond_signal(condition)
        return value
    }

    private func change<Value>(_ body: (inout State) -> Value) -> Value {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body(&state)
    }

    /// Sleeps until `body` finds what it looks for, at most so long; nil when it did not.
    func wait<Value>(milliseconds: Int, _ body: (inout State) -> Value?) -> Value? {
        var deadline = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &deadline)
        let nanoseconds = Int(deadline.tv_nsec) + milliseconds % 1000 * 1_000_000
        deadline.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let value = body(&state) { return value }
            guard unsafe pthread_cond_timedwait(condition, mutex, &deadline) == 0 else { return body(&state) }
        }
    }

    /// Sleeps until `body` finds what it looks for.
    func wait<Value>(_ body: (inout State) -> Value?) -> Value {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let value = body(&state) { return value }
            unsafe pthread_cond_wait(condition, mutex)
        }
    }
}
