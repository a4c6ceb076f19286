public import HindcastEngine
public import HindcastHTTP
public import HindcastModel

/// OpenTelemetry's export protocol: traces and logs over HTTP (protobuf, JSON) and gRPC. Metrics are taken and dropped.
///
/// An answer of success means that everything it covers is on disk.
public struct OTLPProduct: Sendable {
    /// Finds the project a request writes to. An `HTTPError` is told in OTLP's form; any other error is a 401.
    public typealias HTTPProject = @Sendable (HTTPRequest) async throws -> ProjectID
    /// The same for gRPC. A thrown `RPCStatus` reaches the client; any other error is `UNAUTHENTICATED`.
    public typealias RPCProject = @Sendable (RPCRequest) async throws -> ProjectID

    private let sink: any SpanSink
    private let limits: OTLPLimits
    private let clock: any TimeSource
    private let httpProject: HTTPProject
    private let rpcProject: RPCProject

    /// - Parameters:
    ///   - sink: what stores the drafts.
    ///   - clock: dates log records that carry no time.
    ///   - httpProject: whose data an HTTP request brings; access was checked outside.
    ///   - rpcProject: the same for gRPC, where this is the check itself.
    public init(
        sink: any SpanSink, limits: OTLPLimits = OTLPLimits(), clock: any TimeSource = SystemTime(),
        httpProject: @escaping HTTPProject, rpcProject: @escaping RPCProject
    ) {
        self.sink = sink
        self.limits = limits
        self.clock = clock
        self.httpProject = httpProject
        self.rpcProject = rpcProject
    }

    /// The HTTP doors.
    public var routes: [Route] {
        OTLPRoutes.table.map { row in
            Route(
                product: OTLPRoutes.product, method: .post, pattern: row.httpPath, scope: OTLPRoutes.scope,
                bodyBytesMax: limits.bodyBytesMax,
                errorForm: { error, request in OTLPFailure(error).response(to: request) }
            ) { try await respond(to: $0, row.signal) }
        }
    }

    /// The gRPC doors.
    public var methods: [RPCMethod] {
        OTLPRoutes.table.map { row in RPCMethod(path: row.rpcPath) { await respond(to: $0, row.signal) } }
    }

    // MARK: HTTP

    private func respond(to request: HTTPRequest, _ signal: OTLPSignal) async throws -> HTTPResponse {
        // Whoever sends neither of the two encodings is told so in the one people can read.
        var encoding = OTLPEncoding.json
        do {
            encoding = try OTLPEncoding(contentType: request.headers["Content-Type"])
            let project = try await project(of: request)
            let codings = request.headers.values("Content-Encoding").joined(separator: ",")
            let body = try OTLPCoding(contentEncoding: codings).decoded(
                request.body, bytesMax: limits.bodyBytesMax)
            let message = encoding == .json ? try OTLPTranscoder.transcode(signal, body) : body
            return try await record(message, signal, project: project).response(in: encoding)
        } catch let error as OTLPError {
            return OTLPFailure(error).response(in: encoding)
        }
    }

    private func project(of request: HTTPRequest) async throws -> ProjectID {
        do {
            return try await httpProject(request)
        } catch let error as HTTPError {
            throw error
        } catch {
            throw OTLPError.unauthenticated
        }
    }

    // MARK: gRPC

    private func respond(to request: RPCRequest, _ signal: OTLPSignal) async -> RPCResponse {
        do {
            let project = try await project(of: request)
            return .message(try await record(request.message, signal, project: project).protobuf)
        } catch let status as RPCStatus {
            return .failure(status)
        } catch let error as OTLPError {
            return .failure(OTLPFailure(error).rpc)
        } catch {
            // Nothing else is thrown above; should that change, the exporter must try again rather than drop spans.
            return .failure(RPCStatus(.unavailable, "Something went wrong; try again."))
        }
    }

    private func project(of request: RPCRequest) async throws -> ProjectID {
        do {
            return try await rpcProject(request)
        } catch var status as RPCStatus {
            if status.code == .unauthenticated { status.message = OTLPFailure.unauthenticatedMessage }
            throw status
        } catch {
            throw OTLPError.unauthenticated
        }
    }

    // MARK: Both

    private func record(
        _ message: [UInt8], _ signal: OTLPSignal, project: ProjectID
    ) async throws(OTLPError) -> OTLPAnswer {
        let batch = try OTLPDecoder.decode(signal, message, limits: limits, received: clock.now)
        if !batch.spans.isEmpty || !batch.logs.isEmpty {
            let delivery = Delivery(spans: batch.spans, logs: batch.logs, payloadBytes: message.count)
            do throws(IngestError) {
                try await sink.record(delivery, project: project)
            } catch {
                throw .refused(error)
            }
        }
        return OTLPAnswer(signal, for: batch)
    }
}
