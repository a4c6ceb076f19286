import Dispatch

/// Runs blocking socket calls on a thread of their own: on the cooperative pool they would keep the server's
/// handlers from running.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { done in
        DispatchQueue.global().async { done.resume(with: Result { try body() }) }
    }
}
