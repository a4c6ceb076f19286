import HindcastJSON
import HindcastModel
import Testing

@testable import HindcastEngine

@Suite("Lines of pushed messages")
struct MessageLinesTests {
    private static let texts: [JSON] = [
        "", "a", "\"", "\\", "ends in \\", "a \"b\" \n\u{0}\u{1f600}", "{\"type\":\"text\",\"value\":1}", nil,
        7,
        ["type": "text", "text": "b"], [["type": "text", "text": "b"]],
    ]
    private static let ids: [JSON] = ["c1", "", "a\"b", "a\\", 7, nil]

    /// Every kind of message in every spelling that the short way must tell apart.
    private static var messages: [JSON] {
        var messages: [JSON] = [[:], nil, "text", ["role": "user"], ["content": "a", "role": "user"]]
        for text in texts {
            for role in ["user", "assistant", "system", "tool", "human", "User", ""] {
                messages.append(["role": .string(role), "content": text])
                messages.append(["role": .string(role), "content": text, "name": "n"])
            }
            for id in ids {
                messages.append(["role": "tool", "tool_call_id": id, "content": text])
                messages.append(["role": "tool", "tool_call_id": id, "content": text, "status": "error"])
                messages.append(["role": "tool", "content": text, "tool_call_id": id])
            }
        }
        return messages
    }

    @Test("The short way to a message's canonical form leads to the same as the long one")
    func canonical() {
        let lines = MessageLines(Self.messages)
        var short = 0
        for (index, message) in Self.messages.enumerated() {
            guard let found = lines.plainCanonical(index) else { continue }
            short += 1
            let long = ChatShape.messages(message, default: .user).map { $0.canonical() }
            #expect([found] == long, "\(message.text)")
        }
        // Six texts that are not empty by three speakers; seven answers to two ids.
        #expect(short == 6 * 3 + 7 * 2)
    }

    @Test("Pieces give back the messages they were made of")
    func pieces() {
        let long = JSON.string(String(repeating: "long ", count: 3000))
        let messages = Self.messages + [["role": "user", "content": long]] + Self.messages
        let lines = MessageLines(messages)
        #expect(lines.chunks.count > 1)
        let read = lines.chunks.flatMap { chunk in
            MessageLines.messages(in: lines.bytes.span.extracting(chunk)) ?? []
        }
        #expect(read == messages)
    }
}
