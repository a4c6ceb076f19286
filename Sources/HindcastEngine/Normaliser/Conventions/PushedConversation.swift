import HindcastJSON
import HindcastModel

/// The spans that Hindcast makes itself from a pushed message list. What they saw and said is in the tree alone, at
/// the nodes the span names.
struct PushedConversation: Convention {
    let name = "conversation"

    func recognises(_ span: SpanEvidence) -> Bool {
        span.marks.contains(.conversation) && Self.part(of: span.attributes) != nil
    }

    func read(_ span: SpanEvidence, into reading: inout SpanReading) {
        guard let part = Self.part(of: span.attributes) else { return }
        Self.read(span.attributes, part, into: &reading)
    }

    static func part(of attributes: Attributes) -> ConversationKeys.Part? {
        attributes.string(ConversationKeys.part).flatMap(ConversationKeys.Part.init(rawValue:))
    }

    static func read(
        _ attributes: Attributes, _ part: ConversationKeys.Part, into reading: inout SpanReading
    ) {
        reading.kind = part.kind
        switch part {
        case .run:
            if case .object(let metadata)? = attributes.json(ConversationKeys.metadata) {
                reading.metadata = metadata
            }
        case .call:
            reading.modelRequested = attributes.string(ConversationKeys.model)
        case .tool:
            reading.tool = ToolUse(
                name: attributes.string(ConversationKeys.toolName),
                callID: attributes.string(ConversationKeys.toolCallID),
                arguments: attributes.json(ConversationKeys.toolArguments))
        }
    }
}
