import HindcastJSON

/// Bounds of the MCP endpoint.
enum MCPLimits {
    /// Bytes of a request: a memory may come with the run it was made from.
    static let bodyBytesMax = 8 << 20
    static let body = JSONLimits(depthMax: 64, bytesMax: bodyBytesMax)
    /// Bytes of a request's id, which is sent back.
    static let idBytesMax = 256
    /// Memories in one answer: more than a model reads with care.
    static let memoriesMax = 20
    static let memoriesDefault = 5
    /// Runs in one answer, and entries of one page of a run: about what fits a model's attention.
    static let listMax = 100
    static let listDefault = 20
    /// Characters of one text in an answer. A longer one is cut, which is told; the whole is read step by step.
    static let textCharactersMax = 20_000
    /// Memory ids that a run may name, and tools that a lesson may.
    static let namesMax = 1000
    static let nameBytesMax = 1000
}
