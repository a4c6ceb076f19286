public import HindcastHTTP
import HindcastJSON
public import HindcastModel

/// Asks an OpenAI-compatible service, and asks again where that may help.
public struct EndpointCaller: Sendable {
    /// Waits that many milliseconds; false when there is no more time for anything.
    public typealias Pause = @Sendable (_ milliseconds: Int) async -> Bool

    let endpoint: ModelEndpoint
    let http: any HTTPFetching
    let time: any TimeSource
    let pause: Pause

    /// First try included. Together with the pauses they last some seconds, as long as a service restarts.
    static let triesMax = 4
    private static let firstPauseMilliseconds = 500
    /// No answer of 64 vectors or of one lesson is larger than a few megabytes.
    private static let answerBytesMax = 32 << 20

    public init(
        _ endpoint: ModelEndpoint, http: any HTTPFetching, time: any TimeSource,
        pause: @escaping Pause = Self.sleep
    ) {
        self.endpoint = endpoint
        self.http = http
        self.time = time
        self.pause = pause
    }

    /// Real time.
    public static let sleep: Pause = { milliseconds in
        do {
            try await Task.sleep(for: .milliseconds(milliseconds))
            return true
        } catch {
            return false
        }
    }

    /// The JSON that the service answers. A fault that may pass is tried again with growing pauses, or after the one
    /// that the service asks for, as long as the time allows.
    func post(_ path: String, _ body: [UInt8]) async throws(EndpointFailure) -> JSON {
        let began = time.now
        var pauseMilliseconds = Self.firstPauseMilliseconds
        var tries = 0
        while true {
            tries += 1
            let left =
                endpoint.timeLimitMilliseconds - (time.now.nanoseconds - began.nanoseconds).milliseconds
            let failure: EndpointFailure
            var wanted = 0
            switch await answer(path, body, within: max(1, left)) {
            case .success(let answer) where answer.isSuccess: return try Self.json(answer, endpoint)
            case .success(let answer):
                failure = EndpointFailure(status: answer.status, of: endpoint)
                wanted = (answer.retryAfterSeconds ?? 0) * 1000
            case .failure(let error): failure = EndpointFailure(error)
            }
            let wait = max(pauseMilliseconds, wanted)
            let spent = (time.now.nanoseconds - began.nanoseconds).milliseconds
            guard failure.mayPass, tries < Self.triesMax, spent + wait < endpoint.timeLimitMilliseconds,
                await pause(wait)
            else { throw failure }
            pauseMilliseconds *= 2
        }
    }

    private func answer(
        _ path: String, _ body: [UInt8], within milliseconds: Int
    ) async -> Result<OutgoingResponse, FetchError> {
        var request = OutgoingRequest.json(.post, endpoint.url + path, body)
        if let key = endpoint.key { request.headers["Authorization"] = "Bearer \(key.text)" }
        request.timeLimitMilliseconds = milliseconds
        request.answerBytesMax = Self.answerBytesMax
        do throws(FetchError) {
            return .success(try await http.fetch(request))
        } catch {
            return .failure(error)
        }
    }

    private static func json(
        _ answer: OutgoingResponse, _ endpoint: ModelEndpoint
    ) throws(EndpointFailure) -> JSON {
        let limits = JSONLimits(depthMax: 32, bytesMax: answerBytesMax)
        do throws(JSONError) {
            return try JSONReader.parse(answer.body, limits: limits)
        } catch {
            throw EndpointFailure(
                mayPass: false, "\(endpoint.place) answered with something that is no JSON.")
        }
    }
}

extension Int64 {
    /// Of nanoseconds.
    fileprivate var milliseconds: Int { Int(self / 1_000_000) }
}
