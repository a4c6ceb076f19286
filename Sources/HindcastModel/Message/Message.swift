public import HindcastJSON

/// One turn of a conversation. Two messages are the same exactly when their canonical forms are.
public struct Message: Sendable, Equatable {
    public var role: Role
    public var parts: [Part]
    /// A participant's name, where the dialect has one (never the tool's name: that belongs to the call).
    public var name: String?

    public init(role: Role, parts: [Part], name: String? = nil) {
        self.role = role
        self.parts = parts
        self.name = name
    }

    public init(role: Role, text: String) {
        self.init(role: role, parts: text.isEmpty ? [] : [.text(text)])
    }
}

/// Who speaks. Unknown roles are kept as they came.
public struct Role: Hashable, Sendable {
    public let name: String
    public init(_ name: String) { self.name = name }

    public static let system = Role("system")
    public static let user = Role("user")
    public static let assistant = Role("assistant")
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
    public var text: String
    public var signature: String?
    public var isRedacted: Bool

    public init(text: String, signature: String? = nil, isRedacted: Bool = false) {
        self.text = text
        self.signature = signature
        self.isRedacted = isRedacted
    }
}

/// The model asks for a tool. Arguments that came as JSON text are parsed; text that is not JSON stays a string.
public struct ToolCall: Sendable, Equatable {
    public var id: String?
    public var name: String
    public var arguments: JSON

    public init(id: String?, name: String, arguments: JSON) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// What the tool answered. Text stays text even when it reads as JSON: the model saw text.
public struct ToolResult: Sendable, Equatable {
    public var id: String?
    public var name: String?
    public var result: JSON
    public var isError: Bool

    public init(id: String?, name: String? = nil, result: JSON, isError: Bool = false) {
        self.id = id
        self.name = name
        self.result = result
        self.isError = isError
    }
}

/// An image, a sound or a file: by address, by base64 data, or by a provider's file id.
public struct Media: Sendable, Equatable {
    public enum Kind: String, Sendable { case image, audio, video, file }
    public enum Source: Sendable, Equatable {
        case uri(String)
        case base64(String)
        case fileID(String)
    }

    public var kind: Kind
    public var mimeType: String?
    public var source: Source

    public init(kind: Kind, mimeType: String?, source: Source) {
        self.kind = kind
        self.mimeType = mimeType
        self.source = source
    }
}
