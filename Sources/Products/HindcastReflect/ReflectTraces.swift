import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Runs: told, read, reviewed, deleted.
struct ReflectTraces: Sendable {
    private let services: ReflectServices
    private var learning: Learning { services.learning }

    init(_ services: ReflectServices) { self.services = services }

    /// Answers when the run is stored: a review that came with it waits in a queue that survives the process.
    func create(_ request: ReflectRequest) async throws -> HTTPResponse {
        let payload = try TracePayload(try request.object(), payloadBytes: request.http.body.count)
        let stored = try await learning.submit(
            payload.draft, project: request.project.id, author: request.grant.author)
        return .reflect(.accepted) { writer in
            writer.object { writer in
                writer.field("trace_id", stored.trace.uuidText)
                writer.field("ingest_status", stored.state.rawValue)
            }
        }
    }

    /// Newest first.
    func list(_ request: ReflectRequest) async throws -> HTTPResponse {
        var query = AttemptQuery(limit: try request.limit(), cursor: request.text("before"))
        switch request.text("review_status") {
        case nil: break
        case "pending": query.isReviewed = false
        case "reviewed": query.isReviewed = true
        default: throw ReflectError.invalid("review_status must be pending or reviewed.")
        }
        let page = try await learning.runs(query, project: request.project.id)
        return .reflect(list: page, of: request) { $1.writeReflect(project: request.project, to: &$0) }
    }

    func get(_ request: ReflectRequest) async throws -> HTTPResponse {
        try await answer(try request.traceID(), request)
    }

    /// Answers when the memory is made.
    func review(_ request: ReflectRequest) async throws -> HTTPResponse {
        let trace = try request.traceID()
        let payload = try ReviewPayload(ReflectBody(try request.object()))
        let reviewed = try await learning.review(
            payload.draft, of: trace, project: request.project.id, author: request.grant.author)
        guard reviewed != nil else { throw ReflectError.unknown("Trace", request.parameter("id")) }
        return try await answer(trace, request)
    }

    private func answer(_ trace: TraceID, _ request: ReflectRequest) async throws -> HTTPResponse {
        guard let run = try await learning.run(trace, project: request.project.id) else {
            throw ReflectError.unknown("Trace", request.parameter("id"))
        }
        return .reflect(reserving: 4096) { run.writeReflect(project: request.project, to: &$0) }
    }

    /// `{"trace_ids": […]}`. Ids that are unknown are left out of the answer.
    func delete(_ request: ReflectRequest) async throws -> HTTPResponse {
        let body = ReflectBody(try request.object())
        let named = try body.texts(
            "trace_ids", countMax: ReflectLimits.deletionsMax, bytesMax: ReflectLimits.nameBytesMax)
        guard let named else { throw body.failure("trace_ids", "is required") }
        var found: [TraceID] = []
        for id in named.compactMap({ TraceID($0) }) where !found.contains(id) {
            if try await services.traces.trace(id, project: request.project.id) != nil { found.append(id) }
        }
        if !found.isEmpty {
            _ = try await services.administration.delete(
                .traces(found), project: request.project.id, actor: request.grant.actor)
        }
        return .reflect { writer in
            writer.object { writer in
                writer.field("deleted", found.count)
                writer.field("trace_ids", found.map(\.uuidText))
            }
        }
    }
}
