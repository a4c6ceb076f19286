import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

/// The messages of a run as addresses see them, and the remarks on it. Works on every run, by whichever door it came.
struct NativeAnnotations: Sendable {
    private let services: NativeServices
    private var conversations: Conversations { services.conversations }

    init(_ services: NativeServices) { self.services = services }

    /// `{"messages": […]}`: what an address leads into.
    func messages(_ request: NativeRequest) async throws -> HTTPResponse {
        let content = try await content(request)
        return .json(reserving: 1024) { $0.value(content.document) }
    }

    func list(_ request: NativeRequest) async throws -> HTTPResponse {
        let content = try await content(request)
        let found = try await conversations.annotations(on: content, project: request.project)
        return .json(reserving: 256 * found.count) { writer in
            writer.object { $0.array("items", found) { $1.write(to: &$0) } }
        }
    }

    /// `{"address", "content", "extras"?}`.
    func add(_ request: NativeRequest) async throws -> HTTPResponse {
        let content = try await content(request)
        let change = try change(try request.object())
        guard let address = change.address, let text = change.content else {
            throw NativeError.badRequest(
                "`address` and `content` must be texts; the address \"\" is the whole run.")
        }
        let draft = AnnotationDraft(address: address, content: text, extras: change.extras ?? JSONObject())
        let made = try await conversations.annotate(
            draft, on: content, project: request.project, author: request.grant.author)
        return .json(reserving: 256, status: .created) { made.write(to: &$0) }
    }

    /// Extras are merged shallowly.
    func change(_ request: NativeRequest) async throws -> HTTPResponse {
        let (annotation, content) = try await found(request)
        let change = try change(try request.object())
        guard
            let changed = try await conversations.change(
                annotation, to: change, on: content, project: request.project)
        else { throw NativeError.unknown("annotation", annotation.id.description) }
        return .json(reserving: 256) { changed.write(to: &$0) }
    }

    func delete(_ request: NativeRequest) async throws -> HTTPResponse {
        let (annotation, content) = try await found(request)
        guard try await conversations.delete(annotation: annotation.id, on: content, project: request.project)
        else { throw NativeError.unknown("annotation", annotation.id.description) }
        return .empty(.noContent)
    }

    private func content(_ request: NativeRequest) async throws -> ConversationContent {
        let id = try request.traceID()
        guard let content = try await conversations.content(of: id, project: request.project) else {
            throw NativeError.unknown("trace", id.description)
        }
        return content
    }

    private func found(_ request: NativeRequest) async throws -> (Annotation, ConversationContent) {
        let content = try await content(request)
        let text = request.http.parameters["aid"] ?? ""
        let all = try await conversations.annotations(on: content, project: request.project)
        guard let id = RecordID(text), let annotation = all.first(where: { $0.id == id }) else {
            throw NativeError.unknown("annotation", text)
        }
        return (annotation, content)
    }

    private func change(_ body: JSONObject) throws(NativeError) -> Conversations.AnnotationChange {
        for key in body.keys where !["address", "content", "extras"].contains(key) {
            throw .badRequest("`\(key.prefix(40))` is not known here; `address`, `content` and `extras` are.")
        }
        for key in ["address", "content"] where body[key].map({ $0.stringValue == nil }) ?? false {
            throw .badRequest("`\(key)` must be a text.")
        }
        if let extras = body["extras"], extras.objectValue == nil {
            throw .badRequest("`extras` must be an object.")
        }
        return Conversations.AnnotationChange(
            content: body["content"]?.stringValue, address: body["address"]?.stringValue,
            extras: body["extras"]?.objectValue)
    }
}

extension Annotation {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id.description)
            writer.field("address", address)
            writer.field("content", content)
            writer.field("source", source)
            writer.field("isAnchored", isResolved)
            writer.field("extras", json: .object(ownExtras))
            writer.field("author", author.name)
            writer.field("createdTime", created)
            writer.field("updatedTime", updated)
        }
    }
}
