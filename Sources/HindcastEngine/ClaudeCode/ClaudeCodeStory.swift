import HindcastJSON
import HindcastModel

/// What the log records of one Claude Code session tell, put in order: turns, the model calls in them, the tools those
/// called. Pure; holds everything, so a caller bounds the number of records.
struct ClaudeCodeStory {
    struct Tool {
        let id: String?
        let name: String
        let arguments: JSON
        let isError: Bool
        let error: String?
        let start: Timestamp
        let end: Timestamp
    }

    struct Call {
        let log: LogDraft
        let start: Timestamp
        let end: Timestamp
        let source: String?
        let error: String?
        var texts: [String] = []
        var tools: [Tool] = []

        /// Side calls (titles, summaries) are no part of the conversation.
        var isMain: Bool { source.map { $0 == "sdk" || $0.hasPrefix("repl_main_thread") } ?? true }
    }

    struct Turn {
        let promptID: String
        var prompt: String?
        var start: Timestamp
        var end: Timestamp
        var calls: [Call] = []
        fileprivate var tools: [Tool] = []
    }

    let sessionID: String
    private(set) var turns: [Turn] = []

    init(sessionID: String, logs: [LogDraft]) {
        self.sessionID = sessionID
        var places: [String: Int] = [:]
        for log in LogOrder.sorted(logs) {
            guard let promptID = log.attributes.string("prompt.id") else { continue }
            let time = LogOrder.time(log)
            let place = places[promptID] ?? turns.count
            if place == turns.count {
                turns.append(Turn(promptID: promptID, start: time, end: time))
                places[promptID] = place
            }
            turns[place].add(log, at: time)
        }
        for index in turns.indices { turns[index].placeTools() }
    }
}

extension ClaudeCodeStory.Turn {
    fileprivate mutating func add(_ log: LogDraft, at time: Timestamp) {
        let attributes = log.attributes
        end = max(end, time)
        switch ClaudeCodeSession.event(log) {
        case "user_prompt": prompt = prompt ?? attributes.string("prompt", "prompt_text")
        case "api_request": calls.append(call(log, time, error: nil))
        case "api_error": calls.append(call(log, time, error: attributes.string("error") ?? "error"))
        case "assistant_response":
            guard let text = attributes.string("response") else { return }
            let source = attributes.string("query_source")
            let place = calls.lastIndex { $0.source == source } ?? calls.indices.last
            if let place { calls[place].texts.append(text) }
        case "tool_result": tools.append(tool(log, time))
        default: break
        }
    }

    private func call(_ log: LogDraft, _ time: Timestamp, error: String?) -> ClaudeCodeStory.Call {
        ClaudeCodeStory.Call(
            log: log, start: Self.start(log, time), end: time, source: log.attributes.string("query_source"),
            error: error)
    }

    private func tool(_ log: LogDraft, _ time: Timestamp) -> ClaudeCodeStory.Tool {
        let attributes = log.attributes
        return ClaudeCodeStory.Tool(
            id: attributes.string("tool_use_id"), name: attributes.string("tool_name") ?? "tool",
            arguments: attributes.json("tool_input", "tool_parameters") ?? .object(JSONObject()),
            isError: attributes.bool("success") == false, error: attributes.string("error"),
            start: Self.start(log, time), end: time)
    }

    private static func start(_ log: LogDraft, _ time: Timestamp) -> Timestamp {
        let milliseconds = min(max(0, log.attributes.int("duration_ms") ?? 0), 86_400_000)
        return Timestamp(nanoseconds: time.nanoseconds &- milliseconds &* 1_000_000)
    }

    /// Tools may run, and even end, while the call that asked for them is still streaming, so what counts is which call
    /// had begun when the tool began.
    fileprivate mutating func placeTools() {
        guard !calls.isEmpty else { return }
        for tool in tools.sorted(by: { $0.start < $1.start }) {
            let place = calls.lastIndex { $0.error == nil && $0.start <= tool.start } ?? 0
            calls[place].tools.append(tool)
        }
    }
}
