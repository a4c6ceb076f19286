import HindcastModel

/// What a tool span answered.
struct ToolAnswer: Sendable {
    let result: ToolResult
    /// When it ended.
    let time: Timestamp
}
