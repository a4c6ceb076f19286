import HindcastJSON
import HindcastModel

/// The spans that a pushed conversation becomes: one for the run, one for each message of the model, one for each
/// answer of a tool. What a span saw and said is told by places in the one list of messages, not by copies.
struct ConversationPlan {
    struct Step {
        let part: ConversationKeys.Part
        let id: SpanID
        let name: String
        let start: Timestamp
        let end: Timestamp
        /// How many messages stood before it.
        let seen: Int
        /// How many stood after it.
        let told: Int
        /// For a tool what it was asked, as far as is known.
        var tool: ToolUse?
    }

    private(set) var steps: [Step] = []
    /// The span of the run, parent of all others.
    var root: SpanID { ids.root }
    /// Told by the sender for the whole conversation.
    let model: String?
    private let ids: ConversationIDs
    private let draft: ConversationDraft
    private let times: [Timestamp]

    /// A tool call that waits for its answer.
    private struct AskedTool {
        let call: ToolCall
        let time: Timestamp
    }

    init(_ draft: ConversationDraft) {
        self.draft = draft
        ids = ConversationIDs(draft.traceID)
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
                asked.insert(contentsOf: Self.tools(in: arrival.message, at: times[index]), at: 0)
                asked.removeLast(max(0, asked.count - Self.askedMax))
            case .tool?: addTool(index, answering: Self.take(&asked, for: arrival.message))
            default: break
            }
        }
    }

    /// The spans of all calls are called alike.
    static func callName(model: String?) -> String { model ?? "assistant" }

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
}

extension ConversationPlan {
    private mutating func addRun() {
        let start = times.first ?? draft.created
        // Later with each revision, so that a newer one replaces the older also when its body is shorter.
        let end = (times.last ?? draft.created).adding(ticks: draft.revision)
        steps.append(
            Step(
                part: .run, id: root, name: draft.name, start: start, end: end, seen: 0,
                told: draft.messages.count))
    }

    private mutating func addCall(_ index: Int) {
        guard index >= draft.unchangedCount else { return }
        append(.call, index, name: Self.callName(model: model), start: times[max(0, index - 1)])
    }

    private mutating func addTool(_ index: Int, answering asked: AskedTool?) {
        guard index >= draft.unchangedCount else { return }
        let message = draft.messages[index].message
        let tool = ToolUse(
            // The message's own name first: it stays when the call becomes known later.
            name: message["name"]?.stringValue ?? asked?.call.name,
            callID: message["tool_call_id"]?.stringValue ?? asked?.call.id,
            arguments: asked?.call.arguments)
        let start = min(asked?.time ?? times[max(0, index - 1)], times[index])
        append(.tool, index, name: tool.name ?? "tool", start: start, tool: tool)
    }

    /// The span of one message.
    private mutating func append(
        _ part: ConversationKeys.Part, _ index: Int, name: String, start: Timestamp, tool: ToolUse? = nil
    ) {
        let id = ids.span(arrival: draft.messages[index].number)
        steps.append(
            Step(
                part: part, id: id, name: name, start: start, end: times[index], seen: index, told: index + 1,
                tool: tool))
    }

    private static func tools(in message: JSON, at time: Timestamp) -> [AskedTool] {
        OpenAIShape.calls(message, besides: []).compactMap { part in
            guard case .toolCall(let call) = part else { return nil }
            return AskedTool(call: call, time: time)
        }
    }

    /// The call that a message answers: by its id, or the oldest of the last turn where there are no ids.
    private static func take(_ asked: inout [AskedTool], for message: JSON) -> AskedTool? {
        let id = (message["tool_call_id"] ?? message["tool_use_id"])?.stringValue
        guard let index = asked.firstIndex(where: { id == nil || $0.call.id == id }) else { return nil }
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
