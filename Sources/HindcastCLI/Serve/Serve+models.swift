import HindcastEngine
import HindcastHTTP

/// What `hindcast serve` is told about models: where vectors come from and who writes lessons.
extension Serve {
    static let modelOptions: [Command.Option] = [
        .init(
            name: "embeddings", value: "WHERE",
            help: "Who makes the vectors of tasks: local, minilm, or a service's address.",
            defaultText: "local"),
        .init(
            name: "embeddings-model", value: "NAME",
            help: "The service's model. Its key: HINDCAST_EMBEDDINGS_KEY."),
        .init(name: "judge", value: "URL", help: "Service that writes lessons. Its key: HINDCAST_JUDGE_KEY."),
        .init(name: "judge-model", value: "NAME", help: "The judge's model."),
        .init(
            name: "judge-seconds", value: "N", help: "Seconds for one lesson, repeated tries included.",
            defaultText: "30"),
        .init(
            name: "judge-budget", value: "N", help: "Lessons the judge may write per day.",
            defaultText: "1000"),
    ]

    /// A client that waits for its review gives up after 60 seconds; half of that leaves room for the rest.
    private static let judgeSeconds = 1...30
    private static let judgeCalls = 0...1_000_000

    static func readModels(_ call: Invocation, into options: inout ServeOptions) throws(CommandFailure) {
        options.embeddings = try embeddings(call)
        options.judgeCallsPerDay = try call.number(
            "judge-budget", default: options.judgeCallsPerDay, in: judgeCalls)
        let seconds = try call.number("judge-seconds", default: judgeSeconds.upperBound, in: judgeSeconds)
        guard let url = call["judge"] else {
            guard call["judge-model"] == nil else { throw .usage("--judge-model goes with --judge.") }
            return
        }
        options.judge = try endpoint("judge", url, seconds: seconds, call)
    }

    private static func embeddings(_ call: Invocation) throws(CommandFailure) -> EmbeddingChoice {
        let text = call["embeddings"] ?? "local"
        if OutgoingRequest.server(of: text) != nil {
            return .endpoint(try endpoint("embeddings", text, seconds: 30, call))
        }
        guard call["embeddings-model"] == nil else {
            throw .usage("--embeddings-model is for a service: then --embeddings is an address.")
        }
        switch text {
        case "local": return .local
        case "minilm": return .miniLM
        default: throw .usage("--embeddings takes local, minilm or an address, not \"\(Text.clean(text))\".")
        }
    }

    private static func endpoint(
        _ name: String, _ url: String, seconds: Int, _ call: Invocation
    ) throws(CommandFailure) -> ModelEndpoint {
        guard OutgoingRequest.server(of: url) != nil else {
            throw .usage(
                "--\(name) \"\(Text.clean(url))\" is no address that begins with http:// or https://.")
        }
        guard let model = call["\(name)-model"], !model.isEmpty else {
            throw .usage("--\(name) needs --\(name)-model NAME.")
        }
        let key = call.environment.variables["HINDCAST_\(name.uppercased())_KEY"].flatMap(EndpointKey.init)
        return ModelEndpoint(url: url, model: model, key: key, timeLimitMilliseconds: seconds * 1000)
    }
}
