import HindcastBytes
import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Routes under `/trace`, and pushing.
struct InvariantTraces {
    private let services: InvariantServices
    private let reading: InvariantReading
    private var conversations: Conversations { services.conversations }

    static let origin = "invariant"

    init(_ services: InvariantServices) {
        self.services = services
        reading = InvariantReading(services)
    }

    func push(_ request: InvariantRequest) async throws -> HTTPResponse {
        let payload = try PushPayload(try request.object())
        let answer = try await push(payload.items, dataset: payload.dataset, request)
        return .invariant(.object(answer))
    }

    /// `{"content": […], "extra_metadata": {…}}`: one run outside of any dataset. The content may be JSON text; it is
    /// also taken under `messages`, and with annotations.
    func pushSnippet(_ request: InvariantRequest) async throws -> HTTPResponse {
        let body = try request.object()
        var content = body["messages"] ?? body["content"] ?? .null
        if let text = content.stringValue, let parsed = try? JSONReader.parse(text) { content = parsed }
        guard let messages = content.arrayValue else {
            throw InvariantError.bad("content must be a list of messages")
        }
        var item = ConversationPush.Item(messages: try MessagePayload.list(messages))
        try item.take(metadata: body["extra_metadata"] ?? .null)
        if let annotations = body["annotations"], !annotations.isNull {
            item.annotations = try AnnotationPayload.list(
                annotations, else: "annotations must be a list of annotations")
        }
        let answer = try await push([item], dataset: nil, request)
        return .invariant(["id": answer["id"]?[0] ?? .null])
    }

    private func push(
        _ items: [ConversationPush.Item], dataset: String?, _ request: InvariantRequest
    ) async throws -> JSONObject {
        let grant = try request.member()
        let user = try await services.userName(of: grant.project)
        var push = ConversationPush(
            origin: Self.origin, author: grant.author, payloadBytes: request.http.body.count)
        push.items = items
        push.dataset = dataset.map {
            Dataset(
                id: .random(), project: grant.project, name: $0, owner: Author(name: user),
                created: services.time.now)
        }
        let receipt = try await conversations.push(push, project: grant.project)
        try await services.noteTools(items.flatMap(\.messages), of: receipt.dataset)
        var answer = JSONObject([
            ("id", .array(receipt.conversations.map { InvariantForm.traceID($0.trace) }))
        ])
        if let dataset { answer["dataset"] = .string(dataset) }
        answer["username"] = .string(user)
        return answer
    }

    func append(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let payload = try AppendPayload(try request.object(), now: services.time.now)
        let id = try request.traceID()
        let isKnown = try await conversations.append(
            payload.messages, annotations: payload.annotations, to: id, project: grant.project,
            author: grant.author, payloadBytes: request.http.body.count)
        guard isKnown else { throw InvariantError.unknownTrace }
        if let dataset = try await services.records.conversation(of: id, project: grant.project)?.dataset {
            let stored = try await services.records.dataset(dataset, project: grant.project)
            try await services.noteTools(payload.messages.map(\.message), of: stored)
        }
        return .invariant(["success": true])
    }

    func get(_ request: InvariantRequest) async throws -> HTTPResponse {
        let trace = try await reading.trace(try request.traceID(), request)
        let lengthMax = try request.number(
            "max_length", default: InvariantLimits.shownCharacters, in: 0...InvariantLimits.bodyBytesMax)
        var form = trace.form(messages: trace.messages(lengthMax: lengthMax))
        if request.flag("include_annotations", default: true) {
            form["annotations"] = .array(try await annotations(of: trace).map(InvariantForm.annotation))
        }
        return .invariant(.object(form))
    }

    private func annotations(of trace: InvariantTrace) async throws -> [Annotation] {
        try await conversations.annotations(on: trace.content, project: try await project(of: trace))
    }

    /// A shared run may lie in another project than the reader's.
    private func project(of trace: InvariantTrace) async throws -> ProjectID {
        let projects = try await services.administration.projects()
        guard let project = projects.first(where: { $0.name == trace.userName }) else {
            throw InvariantError.unknownTrace
        }
        return project.id
    }

    func download(_ request: InvariantRequest) async throws -> HTTPResponse {
        let trace = try await reading.trace(try request.traceID(), request)
        let line = trace.line(try await annotations(of: trace), withID: false)
        return .lines([line], fileName: "trace.jsonl")
    }

    func delete(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (content, grant) = try await reading.ownTrace(request)
        _ = try await services.administration.delete(
            .traces([content.trace.id]), project: grant.project, actor: grant.actor)
        return .invariant(["message": "deleted"])
    }

    /// Newest first.
    func snippets(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let limit = try request.number(
            "limit", default: InvariantLimits.listDefault, in: 0...InvariantLimits.listMax)
        let page = try await services.records.snippets(
            owner: nil, limit: limit, cursor: nil, project: grant.project)
        var items: [JSON] = []
        for conversation in page.items.prefix(limit) {
            guard
                let content = try await conversations.content(of: conversation.trace, project: grant.project)
            else {
                continue
            }
            let trace = try await reading.trace(content, project: grant.project, isOwner: true)
            items.append(
                .object(trace.form(messages: trace.messages(lengthMax: InvariantLimits.shownCharacters))))
        }
        return .invariant(.array(items))
    }

    // MARK: Images

    /// Only what was recognised as an image is served, under the type its bytes tell, and never as a page.
    func image(_ request: InvariantRequest) async throws -> HTTPResponse {
        let trace = try await reading.trace(try request.traceID(), request)
        guard let bytes = Hex.decode(request.parameter("digest")), let digest = SHA256Digest(bytes: bytes),
            let image = trace.content.image(digest)
        else { throw InvariantError(.notFound, "Image not found") }
        let ending = image.mimeType.dropFirst("image/".count)
        return HTTPResponse(
            headers: [
                "Content-Type": image.mimeType, "X-Content-Type-Options": "nosniff",
                "Content-Disposition": "inline; filename=\"\(digest.hex.prefix(16)).\(ending)\"",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cache-Control": "private, max-age=86400",
            ], body: .bytes(image.bytes))
    }

    // MARK: Sharing

    func isShared(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (content, grant) = try await reading.ownTrace(request)
        return .invariant(
            sharing(try await services.records.share(of: content.trace.id, project: grant.project)))
    }

    /// `?expires_in=<seconds>` or `{"expires_in": …}` ends it by itself.
    func share(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (content, grant) = try await reading.ownTrace(request)
        let body = try request.object()
        let given = request.text("expires_in") ?? body["expires_in"]?.intValue.map { String($0) }
        let now = services.time.now
        var share = Share(
            project: grant.project, trace: content.trace.id, token: Hex.encode(Randomness.bytes(24)),
            author: grant.author, created: now)
        if let given {
            guard let seconds = Int64(given), (1...3_153_600_000).contains(seconds) else {
                throw InvariantError.bad("expires_in must be a positive number of seconds")
            }
            share.expires = Timestamp(nanoseconds: now.nanoseconds + seconds * 1_000_000_000)
        }
        try await services.records.setShare(share)
        return .invariant(sharing(share))
    }

    func unshare(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (content, grant) = try await reading.ownTrace(request)
        _ = try await services.records.deleteShare(of: content.trace.id, project: grant.project)
        return .invariant(["shared": false])
    }

    private func sharing(_ share: Share?) -> JSON {
        guard let share, share.isOpen(at: services.time.now) else { return ["shared": false] }
        var form = JSONObject([("shared", true)])
        if let expires = share.expires { form["expires"] = .string(expires.pythonText) }
        return .object(form)
    }
}

extension InvariantServices {
    /// Datasets keep a list of the tools that their conversations call.
    func noteTools(_ messages: [JSON], of dataset: Dataset?) async throws {
        guard let dataset else { return }
        let tools = ToolList(messages)
        guard !tools.isEmpty else { return }
        try await records.updateDataset(dataset.id, project: dataset.project) { stored in
            var all = tools
            all.add(stored.metadata["tool_calls"])
            stored.metadata["tool_calls"] = all.json
        }
    }
}

extension HTTPResponse {
    static func invariant(_ json: JSON) -> HTTPResponse {
        var response = HTTPResponse.json(json.serialized())
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    /// A file of JSON lines.
    static func lines(_ lines: [JSON], fileName: String) -> HTTPResponse {
        var bytes: [UInt8] = []
        for line in lines {
            bytes += line.serialized()
            bytes.append(UInt8(ascii: "\n"))
        }
        return HTTPResponse(
            headers: [
                "Content-Type": "application/json", "X-Content-Type-Options": "nosniff",
                "Content-Disposition": "attachment; filename=\"\(fileName)\"", "Cache-Control": "no-store",
            ], body: .bytes(bytes))
    }
}
