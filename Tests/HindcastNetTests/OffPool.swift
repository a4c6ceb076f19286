#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs blocking socket calls on a thread of their own: on the cooperative pool they would keep the server's
/// handlers from running, and a dispatch queue adds threads for blocked ones only once a second.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Value, any Error>) in
        let work = Work { done.resume(with: Result { try body() }) }
        let argument = unsafe Unmanaged.passRetained(work).toOpaque()
        #if canImport(Glibc)
            var thread = pthread_t()
            let code = unsafe pthread_create(&thread, nil, { unsafe runWork($0) }, argument)
            if code == 0 { pthread_detach(thread) }
        #else
            var thread: pthread_t?
            let code = unsafe pthread_create(&thread, nil, { unsafe runWork($0) }, argument)
            if code == 0, let thread = unsafe thread { unsafe pthread_detach(thread) }
        #endif
        precondition(code == 0, "no thread for a test client")
    }
}

private final class Work {
    let run: () -> Void

    init(_ run: @escaping () -> Void) {
        self.run = run
    }
}

private func runWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
    return nil
}
