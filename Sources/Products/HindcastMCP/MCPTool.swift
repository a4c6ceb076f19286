import HindcastEngine
import HindcastJSON
import HindcastModel

/// Something that a model can ask for.
struct MCPTool: Sendable {
    /// Who asks, and where.
    struct Caller: Sendable {
        let project: ProjectID
        let author: Author
        /// Bytes of the request, for admission.
        let payloadBytes: Int
    }

    let name: String
    let title: String
    /// For the model: when to use it and what comes back.
    let description: String
    /// What a key must allow.
    let scope: Scope
    /// The JSON Schema of its arguments.
    let inputSchema: JSON
    /// Answers one JSON object.
    let call: @Sendable (MCPArguments, Caller) async throws -> [UInt8]

    var argumentNames: [String] { inputSchema["properties"]?.objectValue?.keys ?? [] }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("title", title)
            writer.field("description", description)
            writer.field("inputSchema", json: inputSchema)
            writer.object("annotations") { writer in
                writer.field("readOnlyHint", scope == .read)
                writer.field("destructiveHint", false)
                writer.field("openWorldHint", false)
            }
        }
    }
}

/// Why a tool could not do what it was asked, in words for the model.
struct MCPToolError: JSONMemberFailure {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }

    init(member: String, _ rule: String) { self.init("`\(member)` \(rule).") }

    init(_ noun: String, unknown name: String) {
        self.init("There is no \(noun) \(name.prefix(80)) in this project.")
    }
}
