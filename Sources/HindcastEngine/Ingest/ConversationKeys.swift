import HindcastBytes
import HindcastModel

/// The attributes by which spans made from a pushed conversation are known, and the ids they get.
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

    /// Keeps these ids apart from other digests.
    private static let idDomain: UInt8 = 0x43

    /// The root of a pushed conversation: told by the trace alone, so that it is found without a search.
    static func root(of trace: TraceID) -> SpanID { id(trace, 0) }

    /// The span of the message that came as the n-th.
    static func span(of trace: TraceID, arrival: Int) -> SpanID { id(trace, UInt64(arrival) + 1) }

    private static func id(_ trace: TraceID, _ number: UInt64) -> SpanID {
        let words: InlineArray<3, UInt64> = [trace.high, trace.low, number]
        let bytes = InlineArray<24, UInt8> {
            UInt8(truncatingIfNeeded: words[$0 / 8] >> (56 - 8 * UInt64($0 % 8)))
        }
        let digest = SHA256Digest.of(domain: idDomain, bytes.span)
        // Zero is no id; one in 2^64 traces would have such a span.
        return SpanID(max(1, digest.firstHalf.high))
    }
}
