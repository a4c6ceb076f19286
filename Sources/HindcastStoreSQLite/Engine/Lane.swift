import HindcastStore

/// One or more threads, each with a context of its own (a connection and what hangs on it), that take jobs from one
/// queue in order.
final class Lane<Context: LaneContext>: Sendable {
    private typealias Job = (Context) -> Void

    private struct State {
        var jobs: [Job] = []
        var head = 0
        var isClosed = false
        var running: Int
        var closeWaiters: [CheckedContinuation<Void, Never>] = []

        mutating func next() -> Job? {
            guard head < jobs.count else { return nil }
            let job = jobs[head]
            head += 1
            if head == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                head = 0
            }
            return job
        }

        var waiting: Int { jobs.count - head }
    }

    private enum Wanted {
        case job(Job)
        case end
    }

    private let monitor: Monitor<State>

    /// How long nobody may have wanted anything before there is time for other work. Under load the queue is empty
    /// between any two commits; that is not quiet.
    private static var quietMilliseconds: Int { 500 }

    /// More jobs than this wait only if the caller has no admission of its own.
    static var jobsMax: Int { 10_000 }

    /// - Parameter idle: called when the queue is empty; true means there may be more to do.
    init(_ contexts: [Context], idle: (@Sendable (Context) -> Bool)? = nil) {
        monitor = Monitor(State(running: contexts.count))
        for context in contexts {
            let handed = Handed(context: context)
            Threads.start { [monitor] in
                Self.loop(handed.context, monitor, idle)
            }
        }
    }

    /// A context on its way to its thread. Unchecked: that thread is the only one that ever uses it.
    private struct Handed: @unchecked Sendable {
        let context: Context
    }

    private static func loop(
        _ context: Context, _ monitor: Monitor<State>, _ idle: (@Sendable (Context) -> Bool)?
    ) {
        var mayIdle = idle != nil
        while true {
            let wanted = { (state: inout State) -> Wanted? in
                if let job = state.next() { return .job(job) }
                return state.isClosed ? .end : nil
            }
            guard
                let next = mayIdle
                    ? monitor.wait(milliseconds: quietMilliseconds, wanted) : monitor.wait(wanted)
            else {
                mayIdle = idle?(context) ?? false
                continue
            }
            guard case .job(let job) = next else { break }
            job(context)
            mayIdle = idle != nil
        }
        let waiters = monitor.update { state in
            state.running -= 1
            guard state.running == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closeWaiters = [] }
            return state.closeWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Runs a job on one of the threads and waits for its answer.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (Context) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let refusal = submit { context in
                do throws(StoreError) {
                    continuation.resume(returning: .success(try body(context)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            if let refusal { continuation.resume(returning: .failure(refusal)) }
        }
        return try result.get()
    }

    /// Puts a job into the queue.
    /// - Returns: why it was not taken, and will never run.
    func submit(_ job: @escaping @Sendable (Context) -> Void) -> StoreError? {
        monitor.updateForOne { state in
            if state.isClosed { return .closed }
            if state.waiting >= Self.jobsMax { return .engine("Too many requests wait for the store.") }
            state.jobs.append(job)
            return nil
        }
    }

    /// Takes no more jobs, finishes those that wait, and returns when the threads have let go of their contexts.
    func close() async {
        await withCheckedContinuation { continuation in
            let isOver = monitor.update { state in
                state.isClosed = true
                if state.running == 0 { return true }
                state.closeWaiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
