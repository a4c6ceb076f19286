import HindcastModel
import HindcastStore

/// Tells for every step of a trace which messages are its own.
///
/// They are what was new to it (`Steps`), what the model answered, and what the tools it called answered. The results
/// are told to the model by a later call, where they are new input; they belong to the call that asked for them, so
/// that each message belongs to exactly one step.
struct StepConversation: Sendable {
    private let steps: [Steps.Step]
    private let indices: [SpanID: Int]
    /// For each step the earlier one whose answer it goes on from.
    private let askers: [Int?]
    /// For each step the first later one that goes on from it.
    private let followers: [Int?]

    init(_ steps: TraceSteps, shape: RunShape) {
        self.steps = steps.steps
        indices = Dictionary(self.steps.enumerated().map { ($1.call.spanID, $0) }) { first, _ in first }
        var askers: [Int?] = []
        var followers: [Int?] = Array(repeating: nil, count: self.steps.count)
        var answered: [NodeID: Int] = [:]
        var last: [SpanID?: Int] = [:]
        for (index, step) in self.steps.enumerated() {
            let scope = shape.scope(of: step.call.spanID)
            var asker = last[scope]
            if case .continuation(let node) = step.origin, let found = answered[node] { asker = found }
            askers.append(asker)
            if let asker, followers[asker] == nil { followers[asker] = index }
            if let output = step.call.output { answered[output] = index }
            last[scope] = index
        }
        self.askers = askers
        self.followers = followers
    }

    /// The contents that `messages(of:)` will want for some steps.
    func contents(for spans: some Sequence<SpanID>) -> Set<ContentID> {
        var wanted: Set<ContentID> = []
        for index in spans.compactMap({ indices[$0] }) {
            wanted.formUnion(steps[index].newInput.map(\.content))
            wanted.formUnion(steps[index].newOutput.map(\.content))
            if let asker = askers[index] { wanted.formUnion(steps[asker].newOutput.map(\.content)) }
            if let follower = followers[index] { wanted.formUnion(steps[follower].newInput.map(\.content)) }
        }
        return wanted
    }

    /// Whether a step asked for tools.
    func callsTools(_ span: SpanID, _ contents: [ContentID: Message]) -> Bool {
        indices[span].map { !Self.calls(steps[$0], contents).isEmpty } ?? false
    }

    /// The messages of a step in order.
    /// - Parameters:
    ///   - tools: what its tool spans answered.
    ///   - run: the run it is part of.
    func messages(
        of call: CallSummary, run: RunKey, contents: [ContentID: Message], tools: [ToolAnswer]
    ) -> [StepMessage] {
        guard let index = indices[call.span.id] else { return [] }
        let step = steps[index]
        func message(_ position: Int, _ message: Message, _ time: Timestamp) -> StepMessage {
            StepMessage(step: call.place.key, run: run, position: position, message: message, time: time)
        }
        let told = askers[index].map { asker in
            ToolAnswers(
                calls: Self.calls(steps[asker], contents), told: Self.messages(step.newInput, contents)
            ).rest
        }
        var found: [StepMessage] = []
        for (node, own) in zip(step.newInput, told ?? Self.messages(step.newInput, contents)) {
            if let own { found.append(message(node.depth - 1, own, call.span.start)) }
        }
        for (node, own) in zip(step.newOutput, Self.messages(step.newOutput, contents)) {
            if let own { found.append(message(node.depth - 1, own, call.span.end)) }
        }
        let base = step.newOutput.last?.depth ?? 0
        for (offset, result, time) in results(of: index, contents, tools) {
            let own = Message(role: .tool, parts: [.toolResult(result)])
            found.append(message(base + offset, own, time ?? call.span.end))
        }
        return found
    }

    /// For each tool call its result, as the model was told it, else as the tool span has it.
    private func results(
        of index: Int, _ contents: [ContentID: Message], _ tools: [ToolAnswer]
    ) -> [(offset: Int, result: ToolResult, time: Timestamp?)] {
        let calls = Self.calls(steps[index], contents)
        if calls.isEmpty { return [] }
        let follower = followers[index].map { steps[$0] }
        let answers = ToolAnswers(
            calls: calls, told: follower.map { Self.messages($0.newInput, contents) } ?? [])
        var open = tools
        return calls.enumerated().compactMap { offset, call in
            let match =
                open.firstIndex { $0.result.id != nil && $0.result.id == call.id }
                ?? open.firstIndex { $0.result.id == nil && $0.result.name == call.name }
            let span = match.map { open.remove(at: $0) }
            guard var result = answers.results[offset] ?? span?.result else { return nil }
            result.id = result.id ?? call.id
            result.name = result.name ?? call.name
            result.isError = result.isError || span?.result.isError ?? false
            return (offset, result, span?.time ?? follower?.call.start)
        }
    }

    private static func calls(_ step: Steps.Step, _ contents: [ContentID: Message]) -> [ToolCall] {
        step.newOutput.compactMap { contents[$0.content] }.flatMap(\.toolCalls)
    }

    private static func messages(_ nodes: [PathNode], _ contents: [ContentID: Message]) -> [Message?] {
        nodes.map { contents[$0.content] }
    }
}
