import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Routes under `/traces`.
struct NativeTraces: Sendable {
    private let services: NativeServices
    private var reader: TraceReader { services.reader }

    init(_ services: NativeServices) { self.services = services }

    func list(_ request: NativeRequest) async throws -> HTTPResponse {
        let limit = try request.number(
            "limit", default: NativeLimits.pageDefault, in: 1...NativeLimits.pageMax)
        var filter: TraceFilter?
        if let text = request.text("q") {
            do throws(FilterError) {
                filter = try TraceFilter.parse(text, now: services.time.now)
            } catch {
                throw NativeError(error)
            }
        }
        let query = TraceQuery(filter: filter, limit: limit, cursor: request.text("cursor"))
        let page = try await services.store.traces(query, project: request.project)
        return .json(reserving: 512 * page.items.count) { page.write(to: &$0) }
    }

    func outline(_ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        let offset = try request.number("offset", default: 0, in: 0...Int(Int32.max))
        let limit = try request.number(
            "limit", default: QueryLimits.outlineSpansMax, in: 1...QueryLimits.outlineSpansMax)
        let outline = try await reader.outline(of: id, project: request.project, offset: offset, limit: limit)
        guard let outline else { throw NativeError.unknown("trace", id.description) }
        return .json(reserving: 512 * outline.spans.count) { outline.write(to: &$0) }
    }

    func span(_ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        let spanID = try request.spanID()
        guard let span = try await reader.span(spanID, of: id, project: request.project) else {
            throw NativeError.unknown("span", "\(spanID) in trace \(id)")
        }
        return .json(reserving: 16_384) { span.write(to: &$0) }
    }

    func transcript(_ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        let limit = try request.number(
            "limit", default: QueryLimits.transcriptPageDefault, in: 1...QueryLimits.transcriptPageMax)
        let transcript = try await reader.transcript(
            of: id, project: request.project, cursor: request.text("cursor"), limit: limit)
        guard let transcript else { throw NativeError.unknown("trace", id.description) }
        return .json(reserving: 1024 * transcript.items.count) { transcript.write(to: &$0) }
    }

    func logs(_ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        guard let logs = try await reader.logs(of: id, project: request.project) else {
            throw NativeError.unknown("trace", id.description)
        }
        return .json(reserving: 1024 * logs.count) { writer in
            writer.object { $0.array("items", logs) { $1.write(to: &$0) } }
        }
    }

    /// `{"metadata":{…}}`: merged shallowly, null removes a key.
    func patch(_ request: NativeRequest) async throws -> HTTPResponse {
        let body = try request.object()
        for key in body.keys where key != "metadata" {
            throw NativeError.badRequest("`\(key.prefix(40))` cannot be changed here; `metadata` can.")
        }
        guard let metadata = body["metadata"]?.objectValue else {
            throw NativeError.badRequest("`metadata` must be an object; null removes a key.")
        }
        return try await apply(TracePatch(metadata: metadata), request)
    }

    /// `{"add":[…],"remove":[…]}`.
    func tags(_ request: NativeRequest) async throws -> HTTPResponse {
        let body = try request.object()
        for key in body.keys where key != "add" && key != "remove" {
            throw NativeError.badRequest("`\(key.prefix(40))` is not known here; `add` and `remove` are.")
        }
        let patch = TracePatch(addTags: try tagList(body, "add"), removeTags: try tagList(body, "remove"))
        return try await apply(patch, request)
    }

    private func tagList(_ body: JSONObject, _ name: String) throws(NativeError) -> [String] {
        guard let value = body[name], value != .null else { return [] }
        guard let items = value.arrayValue, items.count <= NativeLimits.tagsMax else {
            throw .badRequest("`\(name)` is a list of at most \(NativeLimits.tagsMax) tags.")
        }
        var tags: [String] = []
        for item in items {
            guard let tag = item.stringValue, (1...NativeLimits.tagBytesMax).contains(tag.utf8.count) else {
                throw .badRequest("A tag is a text of 1 to \(NativeLimits.tagBytesMax) bytes.")
            }
            tags.append(tag)
        }
        return tags
    }

    /// Answers the trace as it is then.
    private func apply(_ patch: TracePatch, _ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        let patched = try await services.administration.patch(patch, trace: id, project: request.project)
        guard let trace = patched else { throw NativeError.unknown("trace", id.description) }
        return .json(reserving: 1024) { trace.write(to: &$0) }
    }

    func delete(_ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        let receipt = try await services.administration.delete(
            .traces([id]), project: request.project, actor: request.grant.actor)
        guard receipt.traces > 0 else { throw NativeError.unknown("trace", id.description) }
        return .json(reserving: 64) { receipt.write(to: &$0) }
    }

    /// Exactly one of `session=`, `before=` and `all=true` says which, so that a mistyped request deletes nothing.
    func deleteMany(_ request: NativeRequest) async throws -> HTTPResponse {
        var selections: [TraceSelection] = []
        if let session = request.text("session") { selections.append(.session(session)) }
        if let before = try request.time("before") { selections.append(.startedBefore(before)) }
        if request.text("all") == "true" { selections.append(.all) }
        guard selections.count == 1, let selection = selections.first else {
            throw NativeError.badRequest(
                "Say which traces: one of `session=<id>`, `before=<time>` or `all=true`.")
        }
        let receipt = try await services.administration.delete(
            selection, project: request.project, actor: request.grant.actor)
        return .json(reserving: 64) { receipt.write(to: &$0) }
    }
}

extension HTTPResponse {
    static func json(
        reserving capacity: Int, status: HTTPStatus = .ok, _ write: (inout JSONWriter) -> Void
    ) -> HTTPResponse {
        var writer = JSONWriter(reserving: capacity)
        write(&writer)
        return .json(writer.bytes, status: status)
    }
}
