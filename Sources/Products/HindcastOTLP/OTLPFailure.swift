import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastProtobuf

/// A refusal in the words of both transports.
///
/// What exporters do with it decides the codes: 400, 413 and 415 (`INVALID_ARGUMENT`) make them drop the batch, which
/// is right for bytes that will never be taken. 503 and 507 (`UNAVAILABLE`, `RESOURCE_EXHAUSTED`) make them try again
/// after the time named. `INTERNAL` makes them drop spans silently and is never used. 429 is retried by some exporters
/// and taken for final by others, so a full queue says 503.
struct OTLPFailure: Error, Sendable {
    let http: HTTPStatus
    let rpc: RPCStatus

    init(_ error: OTLPError) {
        switch error {
        case .unsupportedType(let type):
            self.init(
                .unsupportedMediaType, .invalidArgument,
                "The content type \"\(type.prefix(100))\" is not read here; send application/x-protobuf or "
                    + "application/json.")
        case .unsupportedCoding(let coding):
            self.init(
                .unsupportedMediaType, .invalidArgument,
                "The content encoding \"\(coding.prefix(100))\" is not read here; send gzip, deflate, zstd or "
                    + "identity.")
        case .tooLarge(let message): self.init(.payloadTooLarge, .invalidArgument, message)
        case .malformed(let message): self.init(.badRequest, .invalidArgument, message)
        case .unauthenticated: self.init(.unauthorized, .unauthenticated, Self.unauthenticatedMessage)
        case .refused(let refusal): self.init(refusal)
        }
    }

    /// What was refused before the request came to its door. A fault of ours is told as a passing one.
    init(_ error: HTTPError) {
        let retry = error.retryAfterSeconds.map { $0 * 1_000 }
        switch error.status {
        case .unauthorized: self.init(error.status, .unauthenticated, error.message)
        case .forbidden: self.init(error.status, .permissionDenied, error.message)
        case .tooManyRequests, .insufficientStorage:
            self.init(error.status, .resourceExhausted, error.message, retry: retry)
        case .internalServerError, .serviceUnavailable:
            self.init(
                .serviceUnavailable, .unavailable, error.message, retry: retry ?? OTLPLimits.retryMilliseconds
            )
        default: self.init(error.status, .invalidArgument, error.message)
        }
    }

    /// The sentence clients of the gRPC door are used to.
    static let unauthenticatedMessage = "Failed to authenticate request"

    private init(_ refusal: IngestError) {
        let soon = OTLPLimits.retryMilliseconds
        switch refusal {
        case .busy(let milliseconds):
            self.init(
                .serviceUnavailable, .unavailable, "Too much is waiting to be written; try again.",
                retry: milliseconds)
        case .diskFull(let sentence):
            self.init(
                .insufficientStorage, .resourceExhausted, sentence,
                retry: OTLPLimits.diskFullRetryMilliseconds)
        case .closed:
            self.init(.serviceUnavailable, .unavailable, "The server is stopping; try again.", retry: soon)
        case .unavailable(let sentence): self.init(.serviceUnavailable, .unavailable, sentence, retry: soon)
        }
    }

    private init(_ http: HTTPStatus, _ code: RPCCode, _ message: String, retry milliseconds: Int? = nil) {
        self.http = http
        rpc = RPCStatus(code, message, retryAfterMilliseconds: milliseconds)
    }

    // MARK: On HTTP

    /// `google.rpc.Status` in the encoding of the request, or in JSON when that is neither.
    func response(to request: HTTPRequest) -> HTTPResponse {
        let encoding = try? OTLPEncoding(contentType: request.headers["Content-Type"])
        return response(in: encoding ?? .json)
    }

    /// `google.rpc.Status` in the encoding of the request.
    func response(in encoding: OTLPEncoding) -> HTTPResponse {
        var response = HTTPResponse(
            status: http, headers: ["Content-Type": encoding.contentType],
            body: .bytes(encoding == .json ? json : protobuf))
        if let retrySeconds { response.headers["Retry-After"] = String(retrySeconds) }
        if http == .unauthorized { response.headers["WWW-Authenticate"] = "Bearer" }
        return response
    }

    /// Whole seconds, at least one.
    private var retrySeconds: Int? {
        rpc.retryAfterMilliseconds.map { max(1, ($0 + 999) / 1_000) }
    }

    private var protobuf: [UInt8] {
        if let details = rpc.details { return details }
        var writer = ProtobufWriter()
        writer.varint(1, UInt64(rpc.code.rawValue))
        writer.string(2, rpc.message)
        return writer.bytes
    }

    private var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("code", rpc.code.rawValue)
        writer.member("message", rpc.message)
        if let retrySeconds {
            writer.key("details")
            writer.beginArray()
            writer.beginObject()
            writer.member("@type", "type.googleapis.com/google.rpc.RetryInfo")
            writer.member("retryDelay", "\(retrySeconds)s")
            writer.endObject()
            writer.endArray()
        }
        writer.endObject()
        return writer.bytes
    }
}
