import CCurl
import HindcastHTTP

/// One turn's connections, kept from exchange to exchange.
///
/// Unchecked: `FetchLine` gives it to one exchange at a time, and only `cancel` is called beside that, which libcurl
/// allows from any thread.
@safe
final class Fetcher: @unchecked Sendable {
    private let handle: UnsafeMutablePointer<HindcastFetcher>

    private static let isPrepared = hindcast_fetch_prepare() != 0

    /// Nil when there is no memory for it.
    init?() {
        guard Self.isPrepared, let handle = unsafe hindcast_fetcher_new() else { return nil }
        unsafe self.handle = handle
    }

    deinit { unsafe hindcast_fetcher_free(handle) }

    func run(
        _ exchange: FetchExchange, withinMilliseconds milliseconds: Int
    ) async -> Result<OutgoingResponse, FetchError> {
        await withCheckedContinuation { done in
            let isStarted = NetThread.start { [self] in
                done.resume(returning: unsafe exchange.perform(on: handle, milliseconds: milliseconds))
            }
            if !isStarted {
                done.resume(
                    returning: .failure(.unreachable(server: exchange.server, reason: "no thread is free")))
            }
        }
    }

    /// Forgets a `cancel`, once nobody can call it any more for the exchange that has ended.
    func rearm() { unsafe hindcast_fetcher_rearm(handle) }

    func cancel() { unsafe hindcast_fetcher_cancel(handle) }
}
