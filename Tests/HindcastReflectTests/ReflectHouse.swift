import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastReflect
import HindcastStore
import TestKit

/// Reflect's API over an empty store, without a socket.
struct ReflectHouse {
    let store = FakeStore()
    let time = ManualTime()
    let access: AccessControl
    let administration: Administration
    let learning: Learning
    let conversations: Conversations
    let router: Router

    static let root = "/v1/projects/default"

    init(_ mode: AccessMode = .open, bootstrapToken: String? = nil) throws {
        let access = AccessControl(mode: mode, records: store, time: time)
        let normaliser = Normaliser()
        let recorder = Recorder(store: store, normaliser: normaliser, disk: EndlessDisk()) { _ in }
        administration = Administration(
            traces: store, records: store, editor: recorder, time: time,
            changed: { access.forgetCached() })
        conversations = Conversations(
            reader: TraceReader(store: store, normaliser: normaliser), records: store, sink: recorder,
            time: time)
        learning = Learning(
            conversations: conversations, embedder: WordVectors(), lessons: TemplateLessons())
        let services = ReflectServices(
            learning: learning, administration: administration, traces: store, projects: store,
            bootstrapToken: bootstrapToken)
        router = try Router(routes: ReflectRoutes.routes(services), middleware: [AccessMiddleware(access)])
        self.access = access
    }

    func ask(
        _ method: HTTPMethod, _ path: String, _ body: JSON? = nil, key: String? = nil,
        headers: HTTPHeaders = HTTPHeaders()
    ) async throws -> HTTPResponse {
        var headers = headers
        if let key { headers["Authorization"] = "Bearer \(key)" }
        let target = path.hasPrefix("/v1") ? path : Self.root + path
        return await router.respond(
            to: try .local(method, target, body: body?.text ?? "", headers: headers))
    }

    /// The JSON of an answer that must be a success.
    func get(_ path: String) async throws -> JSON { try told(try await ask(.get, path)) }

    func post(_ path: String, _ body: JSON) async throws -> JSON {
        try told(try await ask(.post, path, body))
    }

    private func told(_ answer: HTTPResponse) throws -> JSON {
        guard answer.status.code < 300 else {
            throw Unexpected(status: answer.status, body: answer.bodyText)
        }
        return answer.bodyJSON
    }

    /// Stores a run and answers its id.
    func trace(_ members: JSON = [:]) async throws -> String {
        var body: JSON = [
            "task": "convert 20 celsius to fahrenheit",
            "trajectory": [
                ["role": "user", "content": "20 C in F?"], ["role": "assistant", "content": "68"],
            ],
            "retrieved_memory_ids": [], "model": nil, "metadata": [:],
        ]
        if var all = body.objectValue {
            for (name, value) in members.objectValue ?? JSONObject() { all[name] = value }
            body = .object(all)
        }
        return try await post("/traces", body)["trace_id"]?.stringValue ?? ""
    }

    func review(_ trace: String, _ body: JSON) async throws -> JSON {
        try await post("/traces/\(trace)/review", body)
    }

    /// A memory made by reviewing a run, and its id.
    func memory(_ task: String = "convert 20 celsius to fahrenheit") async throws -> String {
        let id = try await trace(["task": .string(task)])
        return try await review(id, ["result": "pass"])["created_memory_id"]?.stringValue ?? ""
    }

    func value(_ memory: String) async throws -> Double? {
        try await get("/memories/\(memory)")["q_value"]?.doubleValue
    }

    func key(_ scopes: Set<Scope>, project: String = Project.defaultName) async throws -> String {
        try await administration.createKey(project: project, scopes: scopes, label: "", actor: "test").key
            .text
    }

    struct Unexpected: Error {
        let status: HTTPStatus
        let body: String
    }
}

/// Room enough for any test.
private struct EndlessDisk: DiskSpace {
    func freeBytes() -> Int64? { nil }
}

/// Texts point alike as far as they share words.
private struct WordVectors: Embedder {
    let name = "words-1"

    func learn(from texts: [String]) -> [UInt8]? { nil }

    func vectors(of texts: [String], state: [UInt8]?) async throws(EmbeddingError) -> [[Float]] {
        texts.map { text in
            var vector = [Float](repeating: 0, count: 64)
            for word in text.lowercased().split(separator: " ") {
                vector[Int(word.utf8.reduce(7) { ($0 &* 31 &+ UInt32($1)) % 64 })] += 1
            }
            return vector
        }
    }
}
