import HindcastBytes
import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastProtobuf
import Testing

@testable import HindcastOTLP

@Suite struct DoorTests {
    static let twoSpans = Wire.request([Wire.span("one"), Wire.span("two", span: Array(1...8))])
    static let json = Array(
        #"""
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",
        "spanId":"15161718191a1b1c","name":"one"}]}]}]}
        """#.utf8)
    static let jsonWithBadSpan = Array(
        #"""
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",
        "spanId":"15161718191a1b1c","name":"one"},{"traceId":"00","spanId":"15161718191a1b1c","name":"bad"}]}]}]}
        """#.utf8)

    @Test(
        "Spans over HTTP are recorded for the caller's project; the answer is empty and of the request's type"
    )
    func success() async throws {
        let doors = Doors()
        for type in [Doors.protobuf, nil, "Application/X-Protobuf; charset=utf-8"] {
            let response = try await doors.traces(Self.twoSpans, type: type)
            #expect(response.status == .ok && response.bytes.isEmpty && response.type == Doors.protobuf)
        }
        let response = try await doors.traces(Self.json, type: "application/json; charset=utf-8")
        #expect(response.status == .ok && response.bytes == Array("{}".utf8) && response.type == Doors.json)
        #expect(doors.sink.spanNames == ["one", "two", "one", "two", "one", "two", "one"])
        #expect(doors.sink.projects == [ProjectID](repeating: Doors.project, count: 4))
        #expect(doors.sink.deliveries.first?.payloadBytes == Self.twoSpans.count)
    }

    @Test("Spans and log records over gRPC are recorded")
    func rpcSuccess() async throws {
        let doors = Doors()
        #expect(try await doors.call("TraceService", Self.twoSpans).message == [])
        let log = Wire.request([Wire.bytes { $0.string(12, "gen_ai.choice") }])
        #expect(try await doors.call("LogsService", log).message == [])
        #expect(doors.sink.spanNames == ["one", "two"] && doors.sink.eventNames == ["gen_ai.choice"])
    }

    @Test("Log records over HTTP are recorded, in either encoding")
    func logs() async throws {
        let doors = Doors()
        let log = Wire.request([Wire.bytes { $0.string(12, "first") }])
        #expect(try await doors.post("/v1/logs", log, type: Doors.protobuf).status == .ok)
        let json = Array(#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"eventName":"second"}]}]}]}"#.utf8)
        #expect(try await doors.post("/v1/logs", json, type: Doors.json).status == .ok)
        #expect(doors.sink.eventNames == ["first", "second"])
        #expect(doors.sink.deliveries.last?.logs.first?.time == StoppedClock().now)
    }

    @Test("Metrics are accepted and dropped; what is no request is refused there too")
    func metrics() async throws {
        let doors = Doors()
        let metrics = Wire.request([Wire.bytes { $0.string(1, "calls") }])
        #expect(try await doors.post("/v1/metrics", metrics, type: Doors.protobuf).status == .ok)
        let json = Array(
            #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"sum":{"dataPoints":[]}}]}]}]}"#.utf8)
        #expect(try await doors.post("/v1/metrics", json, type: Doors.json).status == .ok)
        #expect(try await doors.call("MetricsService", metrics).message == [])
        #expect(
            try await doors.post("/v1/metrics", [0x0A, 0x7F], type: Doors.protobuf).status == .badRequest)
        #expect(try await doors.post("/v1/metrics", Array("[]".utf8), type: Doors.json).status == .badRequest)
        #expect(doors.sink.deliveries.isEmpty)
    }

    @Test("An empty request succeeds and records nothing")
    func empty() async throws {
        let doors = Doors()
        #expect(try await doors.traces([], type: Doors.protobuf).status == .ok)
        #expect(try await doors.traces(Array("{}".utf8), type: Doors.json).status == .ok)
        #expect(try await doors.call("TraceService", []).message == [])
        #expect(doors.sink.deliveries.isEmpty)
    }

    @Test(
        "Invalid spans among good ones: the good ones are recorded, the answer counts the others and says why"
    )
    func partialSuccess() async throws {
        let doors = Doors()
        let request = Wire.request([
            Wire.span("one"), Wire.span("bad", trace: [1]), Wire.span("worse", span: []),
        ])
        let binary = try await doors.traces(request, type: Doors.protobuf)
        #expect(binary.status == .ok)
        let remote = try #require(try await doors.call("TraceService", request).message)
        for answer in [binary.bytes, remote] {
            guard case .bytes(let partial) = Wire.fields(answer)[1]?.first else {
                Issue.record("no partial success in \(answer)")
                continue
            }
            let fields = Wire.fields(Array(answer[partial]))
            guard case .varint(let count) = fields[1]?.first, case .bytes(let text) = fields[2]?.first else {
                Issue.record("no count or no message in \(answer)")
                continue
            }
            #expect(count == 2)
            let message = utf8String(Array(answer[partial]).span, text)
            #expect(
                message
                    == #"2 of 3 spans refused; the first: the trace id of the span "bad" has 1 bytes instead of 16."#
            )
        }
        let json = try await doors.traces(Self.jsonWithBadSpan, type: Doors.json)
        #expect(json.status == .ok)
        #expect(json.jsonBody?["partialSuccess"]?["rejectedSpans"]?.stringValue == "1")
        #expect(json.jsonBody?["partialSuccess"]?["errorMessage"]?.stringValue?.contains("bad") == true)
        #expect(doors.sink.spanNames == ["one", "one", "one"])
    }

    @Test(
        "A request that does not decode is refused whole with 400, in its own encoding; nothing is recorded")
    func malformed() async throws {
        let doors = Doors()
        let cut = Array(Self.twoSpans.dropLast(3))
        let binary = try await doors.traces(cut, type: Doors.protobuf)
        #expect(binary.status == .badRequest && binary.type == Doors.protobuf && binary.rpcStatus?.code == 3)
        #expect(binary.rpcStatus?.message.hasPrefix("Failed to decode ExportTraceServiceRequest") == true)
        let json = try await doors.traces(Array(Self.json.dropLast(3)), type: Doors.json)
        #expect(json.status == .badRequest && json.type == Doors.json && json.rpcStatus?.code == 3)
        #expect(json.headers["Retry-After"] == nil)
        let remote = try await doors.call("TraceService", cut).status
        #expect(remote?.code == .invalidArgument && remote?.retryAfterMilliseconds == nil)
        #expect(doors.sink.deliveries.isEmpty)
    }

    @Test("Another media type, or a coding nobody reads, is refused with 415")
    func unsupported() async throws {
        let doors = Doors()
        let type = try await doors.traces(Self.twoSpans, type: "text/plain")
        #expect(
            type.status == .unsupportedMediaType && type.rpcStatus?.message.contains("text/plain") == true)
        for coding in ["br", "gzip, gzip", "x-unheard-of"] {
            let response = try await doors.traces(Self.twoSpans, type: Doors.protobuf, coding: coding)
            #expect(response.status == .unsupportedMediaType && response.type == Doors.protobuf)
        }
        #expect(doors.sink.deliveries.isEmpty)
    }

    @Test(
        "Bodies may be compressed with gzip, deflate or zstd",
        arguments: ["gzip", "GZIP", "deflate", "zstd", "identity"])
    func compressed(coding: String) async throws {
        let doors = Doors()
        for (body, type) in [(Self.twoSpans, Doors.protobuf), (Self.json, Doors.json)] {
            let packed =
                coding == "zstd"
                ? Zstd.compress(body, level: 3) : coding == "identity" ? body : Gzip.compress(body)
            #expect(try await doors.traces(packed, type: type, coding: coding).status == .ok)
        }
        #expect(doors.sink.spanNames == ["one", "two", "one"])
    }

    @Test(
        "A body that is not what its coding says is refused with 400", arguments: ["gzip", "deflate", "zstd"])
    func badCompression(coding: String) async throws {
        let doors = Doors()
        let packed = coding == "zstd" ? Zstd.compress(Self.twoSpans, level: 3) : Gzip.compress(Self.twoSpans)
        for body in [Self.twoSpans, Array(packed.dropLast(4)), []] {
            #expect(try await doors.traces(body, type: Doors.protobuf, coding: coding).status == .badRequest)
        }
        #expect(doors.sink.deliveries.isEmpty)
    }

    @Test(
        "A body that grows past the limit when unpacked is refused with 413",
        arguments: ["gzip", "zstd", "identity"])
    func bomb(coding: String) async throws {
        let doors = Doors(limits: OTLPLimits(bodyBytesMax: 100_000))
        let zeros = [UInt8](repeating: 0, count: 1_000_000)
        let packed =
            coding == "zstd"
            ? Zstd.compress(zeros, level: 3) : coding == "identity" ? zeros : Gzip.compress(zeros)
        for type in [Doors.protobuf, Doors.json] {
            let response = try await doors.traces(packed, type: type, coding: coding)
            #expect(
                response.status == .payloadTooLarge && response.type == type && response.rpcStatus?.code == 3)
        }
        #expect(try await doors.call("TraceService", zeros).status?.code == .invalidArgument)
    }

    @Test("Every passing fault tells the client to come back, on every transport", arguments: passing)
    func passingFaults(fault: Passing) async throws {
        let doors = Doors(refusing: fault.refusal)
        for (body, type) in [(Self.twoSpans, Doors.protobuf), (Self.json, Doors.json)] {
            let response = try await doors.traces(body, type: type)
            #expect(response.status == fault.status && response.type == type)
            #expect(response.headers["Retry-After"] == fault.retryAfter)
            #expect(response.rpcStatus?.code == fault.code.rawValue)
            #expect(response.rpcStatus?.message.isEmpty == false)
        }
        let remote = try #require(try await doors.call("TraceService", Self.twoSpans).status)
        #expect(remote.code == fault.code)
        // Without it exporters do not retry RESOURCE_EXHAUSTED.
        #expect((remote.retryAfterMilliseconds ?? 0) > 0 && remote.details != nil)
    }

    struct Passing: Sendable, CustomTestStringConvertible {
        let refusal: IngestError
        let status: HTTPStatus
        let retryAfter: String
        let code: RPCCode
        var testDescription: String { "\(refusal)" }
    }

    static let passing = [
        Passing(
            refusal: .busy(retryAfterMilliseconds: 1_500), status: .serviceUnavailable, retryAfter: "2",
            code: .unavailable),
        Passing(
            refusal: .diskFull("The disk is full."), status: .insufficientStorage, retryAfter: "30",
            code: .resourceExhausted),
        Passing(refusal: .closed, status: .serviceUnavailable, retryAfter: "1", code: .unavailable),
        Passing(
            refusal: .unavailable("The store is locked."), status: .serviceUnavailable, retryAfter: "1",
            code: .unavailable),
    ]

    @Test("A caller without a key is turned away before the body is looked at")
    func unauthenticated() async throws {
        let doors = Doors(letsIn: false)
        let response = try await doors.traces([0xFF], type: Doors.protobuf)
        #expect(response.status == .unauthorized && response.headers["WWW-Authenticate"] != nil)
        #expect(response.rpcStatus?.code == 16)
        let remote = try await doors.call("TraceService", Self.twoSpans).status
        #expect(remote?.code == .unauthenticated && remote?.message == "Failed to authenticate request")
        #expect(doors.sink.deliveries.isEmpty)
    }

    @Test("The route table names three doors, each for keys that may ingest")
    func table() {
        let product = Doors().product
        #expect(product.routes.map(\.pattern) == ["/v1/traces", "/v1/logs", "/v1/metrics"])
        #expect(
            product.routes.allSatisfy {
                $0.method == .post && $0.scope == "ingest" && $0.bodyBytesMax == 64 << 20
            })
        #expect(
            product.methods.map(\.path) == [
                "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
                "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
                "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
            ])
    }
}
