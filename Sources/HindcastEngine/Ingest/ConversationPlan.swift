import HindcastBytes
import HindcastJSON
import HindcastModel

/// The spans that a pushed conversation becomes: one for the run, one for each message of the model, one for each
/// answer of a tool. What a span saw and said is told by places in the one list of messages, not by copies.
struct ConversationPlan {
    struct Step {
        let part: ConversationKeys.Part
        let span: SpanDraft
        let reading: SpanReading
        /// How many messages stood before it.
        let seen: Int
        /// How many stood after it.
        let told: Int
    }

    private(set) var steps: [Step] = []
    private let draft: ConversationDraft
    private let root: SpanID
    private let times: [Timestamp]
    private let model: String?

    /// Tool calls that wait for their answers.
    private struct AskedTool {
        let id: String?
        let call: ToolCall
        let time: Timestamp
    }

    init(_ draft: ConversationDraft) {
        self.draft = draft
        root = ConversationKeys.root(of: draft.traceID)
        times = Self.times(draft)
        model = draft.metadata["model"]?.stringValue
        steps.reserveCapacity(draft.messages.count + 1)
        addRun()
        var asked: [AskedTool] = []
        for (index, arrival) in draft.messages.enumerated() {
            switch arrival.message["role"]?.stringValue.map(Role.init(folding:)) {
            case .assistant?:
                addCall(index)
                // An answer belongs to the last call with its id: some models number the calls of each turn anew.
                asked = Array(
                    (Self.tools(in: arrival.message, at: times[index]) + asked).prefix(Self.askedMax))
            case .tool?: addTool(index, answering: Self.take(&asked, for: arrival.message))
            default: break
            }
        }
    }

    /// Calls that may wait for an answer: those of the last few turns.
    private static let askedMax = 256
    /// The messages' own times where they tell them, and never backwards: the order of the list is the order of events.
    private static func times(_ draft: ConversationDraft) -> [Timestamp] {
        var last: Timestamp?
        return draft.messages.map { arrival in
            let pushed = draft.created.adding(ticks: arrival.number)
            let told = arrival.message["timestamp"]?.stringValue.flatMap { Timestamp($0) } ?? pushed
            // Spans begin in 1970 at the earliest, as at every other door: then the length of any of them can be told.
            let time = max(told, last?.adding(ticks: 1) ?? Timestamp(nanoseconds: 0))
            last = time
            return time
        }
    }

    private func span(_ id: SpanID, _ name: String, _ start: Timestamp, _ end: Timestamp) -> SpanDraft {
        var span = SpanDraft(traceID: draft.traceID, spanID: id, name: name, start: start, end: end)
        if id != root { span.parentID = root }
        return span
    }

    private func builder(_ part: ConversationKeys.Part) -> AttributesBuilder {
        var builder = AttributesBuilder()
        let number = String(draft.revision)
        let padded = String(repeating: "0", count: max(0, 10 - number.count)) + number
        builder.add(AttributeEntry(key: ConversationKeys.revision, value: .string(padded)))
        builder.add(AttributeEntry(key: ConversationKeys.part, value: .string(part.rawValue)))
        builder.add(AttributeEntry(key: ConversationKeys.origin, value: .string(draft.origin)))
        return builder
    }

    private mutating func append(
        _ part: ConversationKeys.Part, _ span: SpanDraft, _ builder: AttributesBuilder, seen: Int, told: Int
    ) {
        var span = span
        // What a builder made is well formed.
        span.attributes = (try? builder.attributes()) ?? .none
        steps.append(Step(part: part, span: span, reading: reading(part), seen: seen, told: told))
    }

    /// What `PushedConversation` reads for the columns, without reading it.
    private func reading(_ part: ConversationKeys.Part) -> SpanReading {
        var reading = SpanReading()
        switch part {
        case .run:
            reading.kind = .agent
            reading.metadata = draft.metadata
        case .call:
            reading.kind = .llm
            reading.modelRequested = model
        case .tool: reading.kind = .tool
        }
        return reading
    }
}

extension ConversationPlan {
    private mutating func addRun() {
        var builder = builder(.run)
        builder.add(
            AttributeEntry(
                key: ConversationKeys.arrivals,
                value: .string(ArrivalRanges(draft.messages.map(\.number)).text)))
        if !draft.metadata.isEmpty {
            let text = JSON.object(draft.metadata).text
            builder.add(AttributeEntry(key: ConversationKeys.metadata, value: .string(text)))
        }
        for (number, lines) in MessageLines(draft.messages.map(\.message)).chunks.enumerated() {
            let key = ConversationKeys.messages + String(number)
            builder.add(key: key.utf8Span.span, value: lines, isBytes: false)
        }
        for image in draft.images {
            let key = ConversationKeys.image + image.digest.hex
            builder.add(key: key.utf8Span.span, value: image.bytes, isBytes: true)
        }
        let start = times.first ?? draft.created
        // Later with each revision, so that a newer one replaces the older also when its body is shorter.
        let end = (times.last ?? draft.created).adding(ticks: draft.revision)
        let span = span(root, draft.name, start, end)
        append(.run, span, builder, seen: 0, told: draft.messages.count)
    }

    private mutating func addCall(_ index: Int) {
        guard index >= draft.unchangedCount else { return }
        var builder = builder(.call)
        if let model { builder.add(AttributeEntry(key: ConversationKeys.model, value: .string(model))) }
        let id = ConversationKeys.span(of: draft.traceID, arrival: draft.messages[index].number)
        let span = span(id, model ?? "assistant", times[max(0, index - 1)], times[index])
        append(.call, span, builder, seen: index, told: index + 1)
    }

    private mutating func addTool(_ index: Int, answering asked: AskedTool?) {
        guard index >= draft.unchangedCount else { return }
        let message = draft.messages[index].message
        // The message's own name first: it stays when the call becomes known later.
        let name = message["name"]?.stringValue ?? asked?.call.name
        var builder = builder(.tool)
        if let name { builder.add(AttributeEntry(key: ConversationKeys.toolName, value: .string(name))) }
        if let id = message["tool_call_id"]?.stringValue ?? asked?.id {
            builder.add(AttributeEntry(key: ConversationKeys.toolCallID, value: .string(id)))
        }
        if let arguments = asked?.call.arguments {
            builder.add(AttributeEntry(key: ConversationKeys.toolArguments, value: .string(arguments.text)))
        }
        let id = ConversationKeys.span(of: draft.traceID, arrival: draft.messages[index].number)
        let start = min(asked?.time ?? times[max(0, index - 1)], times[index])
        append(.tool, span(id, name ?? "tool", start, times[index]), builder, seen: index, told: index + 1)
    }

    private static func tools(in message: JSON, at time: Timestamp) -> [AskedTool] {
        OpenAIShape.calls(message, besides: []).compactMap { part in
            guard case .toolCall(let call) = part else { return nil }
            return AskedTool(id: call.id, call: call, time: time)
        }
    }

    /// The call that a message answers: by its id, or the oldest of the last turn where there are no ids.
    private static func take(_ asked: inout [AskedTool], for message: JSON) -> AskedTool? {
        let id = (message["tool_call_id"] ?? message["tool_use_id"])?.stringValue
        guard let index = asked.firstIndex(where: { id == nil || $0.id == id }) else { return nil }
        return asked.remove(at: index)
    }
}

extension Timestamp {
    /// Microseconds later: what clients can write, and read back. Stays at the end of time once there.
    fileprivate func adding(ticks: Int) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(Int64(ticks) * 1000)
        return Timestamp(nanoseconds: overflow ? .max : sum)
    }
}
