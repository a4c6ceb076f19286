import HindcastJSON
import HindcastModel

/// Turns one message of a dialect into ours: tool results stand alone, text around them stays with the speaker.
enum MessageAssembly {
    static func messages(role: Role, parts: [Part], name: String? = nil) -> [Message] {
        let results = parts.count { if case .toolResult = $0 { true } else { false } }
        // A tool that the provider ran itself answers inside the assistant's turn.
        if results == 0 || (role == .assistant && results < parts.count) {
            return [message(role, parts, name)]
        }
        var found: [Message] = []
        var rest: [Part] = []
        func flush() {
            if !rest.isEmpty { found.append(message(role == .tool ? .user : role, rest, name)) }
            rest = []
        }
        for part in parts {
            if case .toolResult = part {
                flush()
                found.append(Message(role: .tool, parts: [part]))
            } else {
                rest.append(part)
            }
        }
        flush()
        return found
    }

    /// Names are kept for people only: a tool's name belongs to its call, and an assistant is named when its turn is
    /// repeated but not when it speaks, which would make two messages of one.
    private static func message(_ role: Role, _ parts: [Part], _ name: String?) -> Message {
        let isNamed = role != .tool && role != .assistant
        return Message(role: role, parts: parts, name: isNamed ? name : nil)
    }
}
