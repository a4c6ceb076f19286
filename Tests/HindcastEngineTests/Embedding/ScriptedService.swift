import HindcastEngine
import HindcastHTTP
import HindcastJSON
import Synchronization
import TestKit

/// A service that answers what it was told to, and remembers what it was asked. Its pauses pass at once.
final class ScriptedService: HTTPFetching {
    typealias Turn = @Sendable (OutgoingRequest) throws(FetchError) -> OutgoingResponse

    let time = ManualTime()
    private let turns: Mutex<[Turn]>
    private let asked = Mutex<[OutgoingRequest]>([])
    private let paused = Mutex<[Int]>([])

    var requests: [OutgoingRequest] { asked.withLock { $0 } }
    var pauses: [Int] { paused.withLock { $0 } }

    /// The last turn is for all that come after it too.
    init(_ turns: [Turn]) { self.turns = Mutex(turns) }

    func fetch(_ request: OutgoingRequest) async throws(FetchError) -> OutgoingResponse {
        asked.withLock { $0.append(request) }
        return try turns.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }(request)
    }

    func caller(key: String? = "sk-secret", seconds: Int = 30) -> EndpointCaller {
        let endpoint = ModelEndpoint(
            url: "https://models.example/v1/", model: "acme/large", key: key.flatMap(EndpointKey.init),
            timeLimitMilliseconds: seconds * 1000)
        return EndpointCaller(endpoint, http: self, time: time) { [self] milliseconds in
            paused.withLock { $0.append(milliseconds) }
            time.advance(milliseconds: Int64(milliseconds))
            return true
        }
    }

    static func status(_ status: Int, retryAfter: Int? = nil) -> Turn {
        { _ in
            var answer = OutgoingResponse(status: status, body: Array("the key sk-secret is wrong".utf8))
            if let retryAfter { answer.headers["Retry-After"] = String(retryAfter) }
            return answer
        }
    }

    static func fails(_ error: FetchError) -> Turn { { _ throws(FetchError) in throw error } }

    static func answers(_ value: JSON) -> Turn {
        { _ in OutgoingResponse(status: 200, body: value.serialized()) }
    }

    static func answers(text: String) -> Turn {
        { _ in OutgoingResponse(status: 200, body: Array(text.utf8)) }
    }

    /// Vectors that tell which text they are for, last one first.
    static let embeds: Turn = { request in
        let body = try? JSONReader.parse(request.body)
        let texts = body?["input"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let items = texts.enumerated().map { index, text in
            [
                "index": JSON.number(JSONNumber(Int64(index))),
                "embedding": [.number(JSONNumber(Int64(text.utf8.count))), 1],
            ]
                as JSON
        }
        return OutgoingResponse(status: 200, body: (["data": .array(items.reversed())] as JSON).serialized())
    }
}
