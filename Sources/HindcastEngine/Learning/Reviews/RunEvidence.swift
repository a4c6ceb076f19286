import HindcastJSON
import HindcastModel

/// What a list of messages tells of a run: which tools it called, what failed, how it ended.
struct RunEvidence: Sendable {
    private(set) var tools: [String] = []
    private(set) var errors: [String] = []
    /// The text of the last message of the assistant that has one.
    private(set) var finalResponse: String?
    /// The text of the first message of the user that has one.
    private(set) var task: String?

    init(_ messages: [JSON]) {
        for message in messages {
            let text = Self.text(of: message)
            switch message["role"]?.stringValue.map(Role.init(folding:)) {
            case .user?: if task == nil, !text.isEmpty { task = text }
            case .assistant?:
                if !text.isEmpty { finalResponse = text }
                for part in OpenAIShape.calls(message, besides: []) {
                    if case .toolCall(let call) = part { add(tool: call.name) }
                }
            case .tool?:
                if let name = message["name"]?.stringValue { add(tool: name) }
                if Self.isError(message, text) { add(error: text) }
            default: break
            }
        }
    }

    mutating func add(tool: String) {
        guard tools.count < LearningLimits.toolsMax, !tool.isEmpty, !tools.contains(tool) else { return }
        tools.append(tool.clipped(bytesMax: LearningLimits.toolNameBytesMax))
    }

    /// Keeps the last ones.
    mutating func add(error: String) {
        guard !error.isEmpty else { return }
        errors.append(error)
        if errors.count > LearningLimits.errorsMax { errors.removeFirst() }
    }

    /// What a message says: its text, or the texts of its parts.
    static func text(of message: JSON) -> String {
        guard let content = message["content"] else { return "" }
        if let text = content.stringValue { return text }
        let parts = content.arrayValue ?? []
        return parts.compactMap { $0.stringValue ?? ($0["text"] ?? $0["content"])?.stringValue }
            .joined(separator: "\n")
    }

    /// Tools tell a failure by a mark, or begin to say so.
    private static func isError(_ message: JSON, _ text: String) -> Bool {
        if message["is_error"]?.boolValue == true || message["status"]?.stringValue == "error" { return true }
        let beginning = text.prefix(40).lowercased()
        return ["error", "traceback", "exception", "failed"].contains { beginning.hasPrefix($0) }
            || beginning.contains("error:")
    }
}
