import HindcastBytes
import HindcastJSON
import HindcastModel

/// The archived form of the spans that a pushed conversation becomes. They are made here, so their attributes are
/// written as if they had arrived, and nobody reads them on the way.
struct ConversationArchive {
    private let draft: ConversationDraft
    private let lines: MessageLines
    /// What all tools tell.
    private let toolAttributes: [AttributeEntry]
    /// One for all calls: what tells them apart lies in the tree.
    private let call: SpanArchive

    init(_ draft: ConversationDraft, model: String?, lines: MessageLines) {
        self.draft = draft
        self.lines = lines
        toolAttributes = Self.attributes(.tool, of: draft)
        var attributes = Self.attributes(.call, of: draft)
        attributes.add(ConversationKeys.model, model)
        call = SpanArchive(name: ConversationPlan.callName(model: model), attributes)
    }

    subscript(step: ConversationPlan.Step) -> SpanArchive {
        switch step.part {
        case .run: run(step)
        case .call: call
        case .tool: tool(step)
        }
    }

    private func run(_ step: ConversationPlan.Step) -> SpanArchive {
        var attributes = Self.attributes(.run, of: draft)
        attributes.add(ConversationKeys.arrivals, ArrivalRanges(draft.messages.map(\.number)).text)
        if !draft.metadata.isEmpty {
            attributes.add(ConversationKeys.metadata, JSON.object(draft.metadata).text)
        }
        for (number, chunk) in lines.chunks.enumerated() {
            let text = String(decoding: lines.bytes[chunk], as: UTF8.self)
            attributes.add(ConversationKeys.messages + String(number), text)
        }
        for image in draft.images {
            let key = ConversationKeys.image + image.digest.hex
            attributes.append(AttributeEntry(key: key, value: .bytes(image.bytes)))
        }
        return SpanArchive(name: step.name, attributes)
    }

    private func tool(_ step: ConversationPlan.Step) -> SpanArchive {
        var attributes = toolAttributes
        attributes.add(ConversationKeys.toolName, step.tool?.name)
        attributes.add(ConversationKeys.toolCallID, step.tool?.callID)
        attributes.add(ConversationKeys.toolArguments, step.tool?.arguments?.text)
        return SpanArchive(name: step.name, attributes)
    }

    /// What every span of a conversation tells.
    private static func attributes(
        _ part: ConversationKeys.Part, of draft: ConversationDraft
    ) -> [AttributeEntry] {
        let number = String(draft.revision)
        let padded = String(repeating: "0", count: max(0, 10 - number.count)) + number
        var attributes: [AttributeEntry] = []
        attributes.add(ConversationKeys.revision, padded)
        attributes.add(ConversationKeys.part, part.rawValue)
        attributes.add(ConversationKeys.origin, draft.origin)
        return attributes
    }
}

extension [AttributeEntry] {
    /// Nothing for nil.
    fileprivate mutating func add(_ key: String, _ text: String?) {
        guard let text else { return }
        append(AttributeEntry(key: key, value: .string(text)))
    }
}
