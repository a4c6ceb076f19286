import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// The native API as a command meets it: a running server's, or the same routes over the store it has opened. So a verb
/// is written once, and does the same beside a server and without one.
struct NativeAPI: Sendable {
    private let client: any HTTPFetching
    /// Scheme, host and port.
    private let server: String
    private let project: String?
    private let key: String?
    /// Whether other processes may use it at the same time.
    let isServer: Bool

    static let root = "/api/hindcast/v1"
    /// A judge may take its time, and a large import its.
    private static let timeLimitMilliseconds = 300_000
    /// An export's answers are the largest.
    private static let answerBytesMax = 256 << 20

    /// A running server's.
    init(server: String, client: any HTTPFetching, project: String?, key: String?) {
        self.client = client
        self.server = server
        self.project = project
        self.key = key
        isServer = true
    }

    /// An open store's.
    init(store client: any HTTPFetching) {
        self.client = client
        server = "http://store"
        project = nil
        key = nil
        isServer = false
    }

    /// The JSON of a good answer; null when it has no body.
    @discardableResult
    func ask(
        _ method: HTTPMethod, _ path: String, _ query: [(String, String?)] = [], body: JSON? = nil
    ) async throws(CommandFailure) -> JSON {
        let answer = try await answer(method, path, query, body: body?.serialized() ?? [])
        guard !answer.body.isEmpty else { return .null }
        do {
            return try JSONReader.parse(answer.body, limits: JSONLimits(bytesMax: Self.answerBytesMax))
        } catch {
            throw .failed("The answer of \(server) is no JSON: \(error).")
        }
    }

    /// A good answer as it is.
    func answer(
        _ method: HTTPMethod, _ path: String, _ query: [(String, String?)] = [], body: [UInt8] = []
    ) async throws(CommandFailure) -> OutgoingResponse {
        var request = OutgoingRequest(method, url(path, query + [("project", project)]), body: body)
        request.timeLimitMilliseconds = Self.timeLimitMilliseconds
        request.answerBytesMax = Self.answerBytesMax
        if let key { request.headers["Authorization"] = "Bearer \(key)" }
        let answer: OutgoingResponse
        do throws(FetchError) {
            answer = try await client.fetch(request)
        } catch {
            throw .folder("\(error.sentence) Ask it otherwise: \(curl(request))")
        }
        guard answer.isSuccess else { throw failure(answer, request) }
        return answer
    }

    private func url(_ path: String, _ query: [(String, String?)]) -> String {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        return server + Self.root + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    // MARK: Failures

    private func failure(_ answer: OutgoingResponse, _ request: OutgoingRequest) -> CommandFailure {
        let told = try? JSONReader.parse(answer.body)["error"]?["message"]?.stringValue
        let sentence = told ?? "The server at \(server) answered with status \(answer.status)."
        switch answer.status {
        case 400, 413, 414: return .usage(sentence)
        case 401, 403:
            return .folder(
                "The server at \(server) did not let this command in: \(sentence) "
                    + "Say --key KEY with one of its keys, or ask it: \(curl(request))")
        default: return .failed(sentence)
        }
    }

    /// What a person may type instead.
    private func curl(_ request: OutgoingRequest) -> String {
        var words = "curl -X \(request.method) -H 'Authorization: Bearer hk_…' "
        if !request.body.isEmpty {
            let body = String(decoding: request.body, as: UTF8.self)
            words += body.count > 1000 ? "--data-binary @FILE " : "-d \(body.shellQuoted) "
        }
        return words + request.url.shellQuoted
    }
}

extension Invocation {
    /// Looks at what is stored: in the folder itself, also beside a running server.
    func reading(
        _ work: (NativeAPI) async throws(CommandFailure) -> Void
    ) async throws(CommandFailure) {
        try await withStore(.read) { store throws(CommandFailure) in
            let project = try await project(in: store)
            try await work(try api(store, project))
        }
    }

    /// Changes something, or asks for what only who may change it can answer: through the server that uses the folder,
    /// else in the folder itself.
    func changing(
        _ work: (NativeAPI) async throws(CommandFailure) -> Void
    ) async throws(CommandFailure) {
        if let server = environment.runningServer(try folder()) {
            try await work(
                NativeAPI(
                    server: server, client: environment.client, project: self["project"], key: self["key"]))
            return
        }
        try await withStore(.exclusive) { store throws(CommandFailure) in
            // A server makes the default project when it is first asked for.
            if self["project"] ?? Project.defaultName == Project.defaultName {
                _ = try await told { () async throws(StoreError) in
                    try await store.ensureProject(named: Project.defaultName, at: environment.time.now)
                }
            }
            let project = try await project(in: store)
            try await work(try api(store, project))
        }
    }
}

extension Invocation {
    private func api(_ store: any Store, _ project: Project) throws(CommandFailure) -> NativeAPI {
        let options = try learningOptions()
        do throws(ModelError) {
            return NativeAPI(store: try environment.makeClient(store, project.id, options))
        } catch {
            throw .failed(error.sentence)
        }
    }

    /// The models that variables name for `hindcast serve`: a command makes the vectors that the server makes.
    private func learningOptions() throws(CommandFailure) -> ServeOptions {
        var named: [String: String] = [:]
        for option in Serve.modelOptions {
            if let value = environment.variables[option.variable], !value.isEmpty {
                named[option.name] = value
            }
        }
        var options = ServeOptions(folder: try folder())
        let call = Invocation(environment: environment, operands: [], options: named)
        try Serve.readModels(call, into: &options)
        return options
    }
}

extension Command.Option {
    static let key = Command.Option(
        name: "key", value: "KEY", help: "Key for a running server that asks for one; better as a variable.")
}

extension String {
    /// As one word of a shell's command line.
    fileprivate var shellQuoted: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
