public import HindcastHTTP
import Synchronization

/// Asks other servers, over libcurl.
///
/// Each exchange blocks a thread of its own, of which there are few; what comes meanwhile waits in a bounded line.
/// Neither proxies of the environment nor redirects lead a request, and the key it may carry, anywhere but to the
/// address it names, and certificates are always checked.
public final class HTTPClient: HTTPFetching {
    private let line: FetchLine

    /// - Parameter exchangesMax: how many run at the same time.
    public init(exchangesMax: Int = 4) { line = FetchLine(exchangesMax: exchangesMax) }

    public func fetch(_ request: OutgoingRequest) async throws(FetchError) -> OutgoingResponse {
        let exchange = try FetchExchange(request)
        let began = ContinuousClock.now
        let limit = request.timeLimitMilliseconds
        guard !Task.isCancelled else { throw .cancelled }
        let fetcher = try await line.enter(waitingFor: limit, server: exchange.server)
        let waited = (ContinuousClock.now - began).milliseconds
        guard waited < limit else {
            line.leave(fetcher)
            throw .timedOut(server: exchange.server, milliseconds: limit)
        }
        let outcome = await withTaskCancellationHandler {
            await fetcher.run(exchange, withinMilliseconds: limit - waited)
        } onCancel: {
            fetcher.cancel()
        }
        fetcher.rearm()
        line.leave(fetcher)
        return try outcome.get()
    }
}

extension Duration {
    fileprivate var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
