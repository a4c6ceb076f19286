import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Search, the live feed, figures, and what the server says of itself.
struct NativeOverview: Sendable {
    private let services: NativeServices
    private var store: any TraceStore { services.store }

    init(_ services: NativeServices) { self.services = services }

    func search(_ request: NativeRequest) async throws -> HTTPResponse {
        guard let text = request.text("q") else {
            throw NativeError.badRequest("`q` is missing: the words to search for.")
        }
        let limit = try request.number(
            "limit", default: NativeLimits.pageDefault, in: 1...NativeLimits.pageMax)
        let query = SearchQuery(text: text, limit: limit, cursor: request.text("cursor"))
        let page = try await store.search(query, project: request.project)
        return .json(reserving: 320 * page.items.count) { page.write(to: &$0) }
    }

    /// Server-sent events. Resumes behind `Last-Event-ID`, or behind `?after=` for a first connection.
    func live(_ request: NativeRequest) async throws -> HTTPResponse {
        var trace: TraceID?
        if let text = request.text("trace") {
            guard let id = TraceID(text) else { throw NativeError.badRequest("`trace` is no trace id.") }
            trace = id
        }
        let last = request.http.headers["Last-Event-ID"] ?? request.text("after")
        var position: Int64?
        if let last, !last.isEmpty {
            guard let sequence = Int64(last), sequence >= 0 else {
                throw NativeError.badRequest("`Last-Event-ID` is a number that an earlier event carried.")
            }
            position = sequence
        }
        let events = try await services.live.subscribe(
            project: request.project, trace: trace, after: position)
        return .events(events)
    }

    func stats(_ request: NativeRequest) async throws -> HTTPResponse {
        let statistics = try await store.statistics(project: request.project)
        return .json(reserving: 256) { statistics.write(to: &$0) }
    }

    /// Buckets from `since` (a day ago) to `until` (now), of `bucketSeconds` each.
    func rollup(_ request: NativeRequest) async throws -> HTTPResponse {
        let until = try request.time("until") ?? services.time.now
        let dayBefore = Timestamp(nanoseconds: until.nanoseconds.subtractingClamped(86_400_000_000_000))
        let since = try request.time("since") ?? dayBefore
        guard since < until else { throw NativeError.badRequest("`since` must lie before `until`.") }
        let (span, overflow) = until.nanoseconds.subtractingReportingOverflow(since.nanoseconds)
        let seconds = (overflow ? Int64.max : span) / 1_000_000_000
        let smallest = Int(seconds / Int64(QueryLimits.rollupBucketsMax)) + 1
        let fitting = max(60, smallest)
        let bucket = try request.number(
            "bucketSeconds", default: fitting, in: smallest...max(smallest, 366 * 86_400))
        let query = RollupQuery(since: since, until: until, bucketSeconds: bucket)
        let buckets = try await store.rollup(query, project: request.project)
        return .json(reserving: 256 * buckets.count) { writer in
            writer.object { writer in
                writer.field("bucketSeconds", bucket)
                writer.array("items", buckets) { $1.write(to: &$0) }
            }
        }
    }

    func routes(_ table: [Route]) -> HTTPResponse {
        .json(reserving: 128 * table.count) { writer in
            writer.object { writer in
                writer.array("items", table) { writer, route in
                    writer.object { writer in
                        writer.field("product", route.product)
                        writer.field("method", route.method.name)
                        writer.field("pattern", route.pattern)
                        writer.field("scope", route.scope)
                    }
                }
            }
        }
    }

    func health() -> HTTPResponse {
        .json(reserving: 64) { writer in
            writer.object { writer in
                writer.field("status", "ok")
                writer.field("version", services.version)
            }
        }
    }

    /// A page for whoever opens the server in a browser.
    func doors() -> HTTPResponse {
        .text(
            """
            Hindcast \(services.version): a flight recorder and learning loop for AI agents.

            Send   OTLP/HTTP   POST /v1/traces, /v1/logs
                   OTLP/gRPC   port 4317
            Read   GET /api/hindcast/v1/traces
                   GET /api/hindcast/v1/search?q=…
                   GET /api/hindcast/v1/routes lists every route
                   Letta's client: GET /v1/steps/, /v1/runs/
            Both   Invariant's SDK under /api/v1/, Reflect's under /v1/projects/
            Learn  memories and reviews under /api/hindcast/v1/, tools for agents by MCP at /mcp
            Check  GET /health

            """)
    }
}

extension Int64 {
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? .min : difference
    }
}
