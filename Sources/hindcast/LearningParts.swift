import HindcastCLI
import HindcastEngine
import HindcastHTTP
import HindcastModel
import HindcastNet

/// What learning asks for help: who makes vectors and who writes lessons, as the operator chose. Nothing is asked
/// over the network unless an address was named.
struct LearningParts {
    private let embedder: any Embedder
    /// By which memories are found until they have vectors of the one that was chosen now.
    private let olderEmbedders: [any Embedder]
    private let lessons: any LessonWriter

    /// - Throws: `ModelError` when the model that was chosen is not installed or cannot be used.
    init(_ options: ServeOptions, time: any TimeSource) throws(ModelError) {
        let installed = ModelStore(dataFolder: options.folder)
        switch options.embeddings {
        case .local:
            embedder = LocalEmbedder()
            olderEmbedders = Self.usable(installed)
        case .miniLM:
            embedder = try installed.miniLM()
            olderEmbedders = [LocalEmbedder()]
        case .endpoint(let endpoint):
            embedder = EndpointEmbedder(EndpointCaller(endpoint, http: HTTPClient(), time: time))
            olderEmbedders = [LocalEmbedder()] + Self.usable(installed)
        }
        if let judge = options.judge {
            // A client of its own: a judge who takes long must not keep queries from their vectors.
            let caller = EndpointCaller(judge, http: HTTPClient(), time: time)
            lessons = JudgeLessons(caller, callsPerDay: options.judgeCallsPerDay)
        } else {
            lessons = TemplateLessons()
        }
    }

    /// A model that nobody asked for must not keep the server from starting.
    private static func usable(_ installed: ModelStore) -> [any Embedder] {
        guard let model = try? installed.miniLM() else { return [] }
        return [model]
    }

    func learning(over conversations: Conversations) -> Learning {
        Learning(
            conversations: conversations, embedder: embedder, olderEmbedders: olderEmbedders, lessons: lessons
        )
    }
}
