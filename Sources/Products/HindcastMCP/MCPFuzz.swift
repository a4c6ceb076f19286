import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

/// Any bytes are a message that is read, or refused as JSON-RPC has it.
package enum MCPFuzz {
    /// - Precondition: traps when a rule below is broken; that is the finding.
    package static func run(_ bytes: [UInt8]) {
        do throws(MCPError) {
            let message = try MCPMessage(bytes)
            guard let arguments = try? MCPArguments(message.params, of: message.params.keys) else {
                preconditionFailure("arguments that are all known were refused")
            }
            for name in message.params.keys.prefix(8) {
                _ = try? arguments.names(name)
                _ = try? arguments.number(name, in: 0...1)
                if let count = try? arguments.whole(name, in: 1...20) {
                    precondition((1...20).contains(count), "a count beyond its range")
                }
                let messages = try? arguments.messages(name)
                precondition(
                    messages?.allSatisfy { $0.objectValue != nil } ?? true, "a message that is no object")
            }
            let text = JSON.object(message.params).serialized()
            precondition((try? JSONReader.parse(LongTexts.cut(text, to: 10))) != nil, "cut text is no JSON")
        } catch {
            guard case .bytes(let body) = error.response(to: .null).body,
                let json = try? JSONReader.parse(body)
            else { preconditionFailure("a refusal that is no JSON") }
            precondition(json["error"]?["code"]?.intValue != nil, "a refusal without a code")
        }
    }
}
