import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastProtobuf
import Testing

@testable import HindcastOTLP

/// The product with a recording sink behind it, asked through its own tables.
struct Doors {
    let sink: RecordingSink
    let product: OTLPProduct

    static let project = ProjectID(7)
    static let protobuf = "application/x-protobuf"
    static let json = "application/json"

    init(
        refusing refusal: IngestError? = nil, limits: OTLPLimits = OTLPLimits(), letsIn: Bool = true
    ) {
        let sink = RecordingSink(refusing: refusal)
        self.sink = sink
        product = OTLPProduct(
            sink: sink, limits: limits, clock: StoppedClock(),
            httpProject: { _ in
                guard letsIn else { throw RPCStatus(.unauthenticated, "no key") }
                return Self.project
            },
            rpcProject: { _ in
                guard letsIn else { throw RPCStatus(.unauthenticated, "no key") }
                return Self.project
            })
    }

    func post(_ path: String, _ body: [UInt8], type: String?, coding: String? = nil) async throws
        -> HTTPResponse
    {
        let route = try #require(product.routes.first { $0.pattern == path })
        var headers = HTTPHeaders()
        headers["Content-Type"] = type
        headers["Content-Encoding"] = coding
        return try await route.handler(HTTPRequest(method: .post, path: path, headers: headers, body: body))
    }

    /// Posts traces as protobuf or as JSON.
    func traces(_ body: [UInt8], type: String?, coding: String? = nil) async throws -> HTTPResponse {
        try await post("/v1/traces", body, type: type, coding: coding)
    }

    func call(_ service: String, _ message: [UInt8]) async throws -> RPCResponse {
        let method = try #require(product.methods.first { $0.path.contains(service) })
        return await method.handler(RPCRequest(method: method.path, message: message))
    }
}

/// Arrival is always 2026-01-01T00:00:00Z.
struct StoppedClock: TimeSource {
    var now: Timestamp { Timestamp(nanoseconds: 1_767_225_600_000_000_000) }
}

extension HTTPResponse {
    var bytes: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }
    var jsonBody: JSON? { try? JSONReader.parse(bytes) }
    var type: String? { headers["Content-Type"] }

    /// The code and message of `google.rpc.Status`, in whichever encoding the answer came.
    var rpcStatus: (code: Int, message: String)? {
        if type == Doors.json {
            guard let code = jsonBody?["code"]?.intValue, let text = jsonBody?["message"]?.stringValue else {
                return nil
            }
            return (Int(code), text)
        }
        let fields = Wire.fields(bytes)
        guard case .varint(let code) = fields[1]?.first, case .bytes(let text) = fields[2]?.first else {
            return nil
        }
        return (Int(code), utf8String(bytes.span, text))
    }
}

extension RPCResponse {
    var status: RPCStatus? { if case .failure(let status) = self { status } else { nil } }
    var message: [UInt8]? { if case .message(let bytes) = self { bytes } else { nil } }
}
