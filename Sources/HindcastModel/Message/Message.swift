public import HindcastJSON

/// One turn of a conversation. Two messages are the same exactly when their canonical forms are.
public struct Message: Sendable, Equatable {
    /// Who speaks.
    public var role: Role
    /// What is said, in order.
    public var parts: [Part]
    /// A participant's name, where the dialect has one (never the tool's name: that belongs to the call).
    public var name: String?

    /// A message of any parts.
    public init(role: Role, parts: [Part], name: String? = nil) {
        self.role = role
        self.parts = parts
        self.name = name
    }

    /// A message of plain text; empty text is no part.
    public init(role: Role, text: String) {
        self.init(role: role, parts: text.isEmpty ? [] : [.text(text)])
    }
}

/// Who speaks. Unknown roles are kept as they came.
public struct Role: Hashable, Sendable {
    /// As the dialect writes it.
    public let name: String
    /// A role by its exact name.
    public init(_ name: String) { self.name = name }

    /// Instructions.
    public static let system = Role("system")
    /// The person, or whoever asks.
    public static let user = Role("user")
    /// The model.
    public static let assistant = Role("assistant")
    /// A tool's answer.
    public static let tool = Role("tool")

    /// Folds the spellings of the dialects: `human`, `ai`, `model`, `developer`, `function`.
    public init(folding name: String) {
        switch name.lowercased() {
        case "system", "developer": self = .system
        case "user", "human": self = .user
        case "assistant", "ai", "model", "bot", "chatbot": self = .assistant
        case "tool", "function", "tool_result", "ipython": self = .tool
        default: self.init(name)
        }
    }
}

/// A piece of a message.
public enum Part: Sendable, Equatable {
    case text(String)
    case reasoning(Reasoning)
    case toolCall(ToolCall)
    case toolResult(ToolResult)
    case media(Media)
    /// Something no convention has words for, kept as it came.
    case json(JSON)
}

/// The model's thinking, where the provider shows it.
public struct Reasoning: Sendable, Equatable {
    /// What it thought; empty when the provider hides it.
    public var text: String
    /// The provider's proof that the text is its own, needed to send it back.
    public var signature: String?
    /// Whether the provider encrypted the text.
    public var isRedacted: Bool

    /// A piece of thinking.
    public init(text: String, signature: String? = nil, isRedacted: Bool = false) {
        self.text = text
        self.signature = signature
        self.isRedacted = isRedacted
    }
}

/// The model asks for a tool. Arguments that came as JSON text are parsed; text that is not JSON stays a string.
public struct ToolCall: Sendable, Equatable {
    /// What ties the result to the call; some dialects have none.
    public var id: String?
    /// The tool.
    public var name: String
    /// What it is given.
    public var arguments: JSON

    /// A call.
    public init(id: String?, name: String, arguments: JSON) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// What the tool answered. Text stays text even when it reads as JSON: the model saw text.
public struct ToolResult: Sendable, Equatable {
    /// The id of the call it answers.
    public var id: String?
    /// The tool, where the dialect repeats it.
    public var name: String?
    /// What came back.
    public var result: JSON
    /// Whether the tool failed.
    public var isError: Bool

    /// A result.
    public init(id: String?, name: String? = nil, result: JSON, isError: Bool = false) {
        self.id = id
        self.name = name
        self.result = result
        self.isError = isError
    }
}

/// An image, a sound or a file: by address, by base64 data, or by a provider's file id.
public struct Media: Sendable, Equatable {
    /// How it is perceived.
    public enum Kind: String, Sendable { case image, audio, video, file }
    /// Where its bytes are.
    public enum Source: Sendable, Equatable {
        case uri(String)
        case base64(String)
        case fileID(String)
    }

    /// How it is perceived.
    public var kind: Kind
    /// The media type, where it is told.
    public var mimeType: String?
    /// Where its bytes are.
    public var source: Source

    /// A medium inside a message.
    public init(kind: Kind, mimeType: String?, source: Source) {
        self.kind = kind
        self.mimeType = mimeType
        self.source = source
    }
}
