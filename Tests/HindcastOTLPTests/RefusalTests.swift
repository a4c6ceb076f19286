import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastOTLP

/// The HTTP doors behind the same layers as in the server.
private struct GuardedDoors {
    let store = FakeStore()
    let doors: Doors
    let router: Router

    init(limits: OTLPLimits = OTLPLimits(), rateLimit: RateLimit? = nil) throws {
        doors = Doors(limits: limits)
        let access = AccessControl(mode: .keys, records: store, time: ManualTime(), rateLimit: rateLimit)
        let broken = Route(
            product: "otlp", method: .post, pattern: "/broken", scope: nil,
            errorForm: { error, request in OTLPFailure(error).response(to: request) }
        ) { _ in throw CancellationError() }
        router = try Router(routes: doors.product.routes + [broken], middleware: [AccessMiddleware(access)])
    }

    func key(_ scope: Scope) async throws -> String {
        let administration = Administration(
            traces: store, records: store, editor: QuietStore(store), time: ManualTime())
        return try await administration.createKey(project: "shop", scopes: [scope], label: "", actor: "test")
            .key
            .text
    }

    func post(
        _ body: [UInt8], type: String, key: String? = nil, path: String = "/v1/traces",
        headers: HTTPHeaders = HTTPHeaders()
    ) async throws -> HTTPResponse {
        var request = try HTTPRequest.local(.post, path, headers: headers)
        request.headers["Content-Type"] = type
        request.headers["X-API-Key"] = key
        request.body = body
        return await router.respond(to: request)
    }
}

@Suite("What is refused before it reaches an OTLP door is told in OTLP's words")
struct RefusalTests {
    private static let encodings = [Doors.protobuf, Doors.json]

    @Test("Without a key, and with an unknown one, the status is UNAUTHENTICATED", arguments: encodings)
    func keyless(type: String) async throws {
        let guarded = try GuardedDoors()
        for key in [nil, "hk_unknown"] {
            let response = try await guarded.post(DoorTests.twoSpans, type: type, key: key)
            #expect(response.status == .unauthorized && response.type == type)
            #expect(response.rpcStatus?.code == RPCCode.unauthenticated.rawValue)
            #expect(response.rpcStatus?.message.isEmpty == false)
            #expect(response.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            #expect(response.headers["Cache-Control"] == "no-store")
        }
        #expect(guarded.doors.sink.deliveries.isEmpty)
    }

    @Test("A key that may only read, and a page of another site, are PERMISSION_DENIED", arguments: encodings)
    func forbidden(type: String) async throws {
        let guarded = try GuardedDoors()
        let reader = try await guarded.key(.read)
        let scope = try await guarded.post(DoorTests.twoSpans, type: type, key: reader)
        let page = try await guarded.post(
            DoorTests.twoSpans, type: type, key: reader, headers: ["Origin": "https://evil.example"])
        for response in [scope, page] {
            #expect(response.status == .forbidden && response.type == type)
            #expect(response.rpcStatus?.code == RPCCode.permissionDenied.rawValue)
        }
        #expect(scope.rpcStatus?.message.contains("ingest") == true)
        #expect(page.rpcStatus?.message.contains("evil.example") == true)
    }

    @Test("Whoever is too fast is told when to come back, in the header and in RetryInfo")
    func tooFast() async throws {
        let guarded = try GuardedDoors(rateLimit: RateLimit(perSecond: 0.1, burst: 1))
        let key = try await guarded.key(.ingest)
        #expect(try await guarded.post(DoorTests.json, type: Doors.json, key: key).status == .ok)
        let json = try await guarded.post(DoorTests.json, type: Doors.json, key: key)
        #expect(json.status == .tooManyRequests && json.headers["Retry-After"] == "10")
        #expect(json.rpcStatus?.code == RPCCode.resourceExhausted.rawValue)
        #expect(json.jsonBody?["details"]?[0]?["retryDelay"] == "10s")
        let binary = try await guarded.post(DoorTests.twoSpans, type: Doors.protobuf, key: key)
        #expect(Wire.fields(binary.bytes)[3]?.isEmpty == false)
    }

    @Test("A store that cannot say whose key it is passes: UNAVAILABLE, try again", arguments: encodings)
    func unavailable(type: String) async throws {
        let guarded = try GuardedDoors()
        let key = try await guarded.key(.ingest)
        guarded.store.fail(with: .engine("disk trouble"))
        let response = try await guarded.post(DoorTests.twoSpans, type: type, key: key)
        #expect(response.status == .serviceUnavailable && response.headers["Retry-After"] == "1")
        #expect(response.type == type && response.rpcStatus?.code == RPCCode.unavailable.rawValue)
    }

    @Test("A body that the server does not read to its end is INVALID_ARGUMENT", arguments: encodings)
    func tooLarge(type: String) async throws {
        let guarded = try GuardedDoors(limits: OTLPLimits(bodyBytesMax: 8))
        let response = try await guarded.post(
            DoorTests.twoSpans, type: type, key: try await guarded.key(.ingest))
        #expect(response.status == .payloadTooLarge && response.type == type)
        #expect(response.rpcStatus?.code == RPCCode.invalidArgument.rawValue)
    }

    @Test("A fault of ours never makes an exporter drop its spans")
    func ownFault() async throws {
        let response = try await GuardedDoors().post([], type: Doors.protobuf, path: "/broken")
        #expect(response.status == .serviceUnavailable && response.headers["Retry-After"] == "1")
        #expect(response.rpcStatus?.code == RPCCode.unavailable.rawValue)
    }

    @Test("Whoever speaks neither encoding is refused in the one that people can read")
    func neither() async throws {
        let response = try await GuardedDoors().post([], type: "text/plain")
        #expect(response.type == Doors.json && response.rpcStatus?.code == RPCCode.unauthenticated.rawValue)
    }
}
