import HindcastHTTP
import Synchronization

/// Whose turn it is: at most so many exchanges at once, the others in the order in which they came.
final class FetchLine: Sendable {
    /// Beyond this something asks faster than it can be answered, and is told so.
    static let waitingMax = 256

    private struct Waiter {
        let id: Int
        let resume: CheckedContinuation<Result<Fetcher, FetchError>, Never>
    }

    private struct State {
        var idle: [Fetcher] = []
        var running = 0
        var waiting: [Waiter] = []
        var nextID = 0
        /// Cancelled before they had joined the line.
        var gone: Set<Int> = []
    }

    private let state = Mutex(State())
    private let exchangesMax: Int

    init(exchangesMax: Int) { self.exchangesMax = max(1, exchangesMax) }

    /// Waits for a turn; `leave` must follow.
    func enter(waitingFor milliseconds: Int, server: String) async throws(FetchError) -> Fetcher {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let timer = Task { [weak self] in
            do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch { return }
            self?.giveUp(id, .timedOut(server: server, milliseconds: milliseconds))
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { join(Waiter(id: id, resume: $0)) }
        } onCancel: {
            giveUp(id, .cancelled)
        }
        timer.cancel()
        state.withLock { _ = $0.gone.remove(id) }
        return try outcome.get()
    }

    /// Hands the turn, and the connections that go with it, to whoever waits longest.
    func leave(_ fetcher: Fetcher) {
        let next = state.withLock { state -> Waiter? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.running -= 1
            state.idle.append(fetcher)
            return nil
        }
        next?.resume.resume(returning: .success(fetcher))
    }

    private func join(_ waiter: Waiter) {
        let outcome = state.withLock { state -> Result<Fetcher, FetchError>? in
            if state.gone.contains(waiter.id) { return .failure(.cancelled) }
            if state.running < exchangesMax {
                guard let fetcher = state.idle.popLast() ?? Fetcher() else {
                    return .failure(.badRequest("There is no memory for a connection."))
                }
                state.running += 1
                return .success(fetcher)
            }
            guard state.waiting.count < Self.waitingMax else {
                return .failure(.busy(waitingMax: Self.waitingMax))
            }
            state.waiting.append(waiter)
            return nil
        }
        if let outcome { waiter.resume.resume(returning: outcome) }
    }

    private func giveUp(_ id: Int, _ error: FetchError) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.waiting.firstIndex(where: { $0.id == id }) else {
                if error == .cancelled { state.gone.insert(id) }
                return nil
            }
            return state.waiting.remove(at: place)
        }
        waiter?.resume.resume(returning: .failure(error))
    }
}
