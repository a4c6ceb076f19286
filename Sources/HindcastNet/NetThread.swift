#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread of its own for C calls that block: on the cooperative pool they would starve every task.
enum NetThread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a detached thread. False when the system has no thread to give.
    static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
        let body = unsafe Unmanaged.passRetained(Body(run)).toOpaque()
        #if canImport(Glibc)
            var thread = pthread_t()
            let code = unsafe pthread_create(&thread, nil, { unsafe NetThread.main($0) }, body)
            if code == 0 { pthread_detach(thread) }
        #else
            var thread: pthread_t?
            let code = unsafe pthread_create(&thread, nil, { unsafe NetThread.main($0) }, body)
            if code == 0, let thread = unsafe thread { unsafe pthread_detach(thread) }
        #endif
        if code != 0 { unsafe Unmanaged<Body>.fromOpaque(body).release() }
        return code == 0
    }

    /// Runs a blocking call and waits for it. Without a thread to be had it runs right here: late is better
    /// than never when stopping.
    static func wait(for run: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            let body: @Sendable () -> Void = {
                run()
                done.resume()
            }
            if !start(body) { body() }
        }
    }

    private static func main(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
}
