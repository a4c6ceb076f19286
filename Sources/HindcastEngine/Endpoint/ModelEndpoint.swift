/// An OpenAI-compatible service, as the operator named it.
public struct ModelEndpoint: Sendable, Equatable {
    /// What comes before `/embeddings` and `/chat/completions`, without a slash at its end.
    public let url: String
    public let model: String
    public let key: EndpointKey?
    /// For one question with all that is tried again.
    public let timeLimitMilliseconds: Int

    public init(url: String, model: String, key: EndpointKey?, timeLimitMilliseconds: Int = 30_000) {
        var end = url[...]
        while end.hasSuffix("/") { end.removeLast() }
        self.url = String(end)
        self.model = model
        self.key = key
        self.timeLimitMilliseconds = timeLimitMilliseconds
    }
}
