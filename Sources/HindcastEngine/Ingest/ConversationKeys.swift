import HindcastModel

/// The attributes by which spans made from a pushed conversation are known.
enum ConversationKeys {
    /// Which part of the conversation the span is.
    static let part = "hindcast.conversation.part"
    /// Grows with each change. Zero-padded and first in the span, so that of two versions the newer one is the greater.
    static let revision = "hindcast.conversation.revision"
    /// The dialect by which it came.
    static let origin = "hindcast.conversation.origin"
    /// The arrival numbers of the messages, in their order, as ranges: `3,0-2,4`.
    static let arrivals = "hindcast.conversation.arrivals"
    /// What the sender attached, as JSON.
    static let metadata = "hindcast.conversation.metadata"
    /// With a number behind it: some of the messages, a line of JSON each.
    static let messages = "hindcast.conversation.messages."
    /// With a digest behind it: an image.
    static let image = "hindcast.conversation.image."

    static let model = "gen_ai.request.model"
    static let toolName = "gen_ai.tool.name"
    static let toolCallID = "gen_ai.tool.call.id"
    static let toolArguments = "gen_ai.tool.call.arguments"

    enum Part: String {
        /// The root, with the messages as they were sent.
        case run
        /// A message of the model.
        case call
        /// A tool's answer.
        case tool

        var kind: SpanKind {
            switch self {
            case .run: .agent
            case .call: .llm
            case .tool: .tool
            }
        }
    }
}
