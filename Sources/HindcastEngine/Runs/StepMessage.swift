public import HindcastModel

/// A message that belongs to one step: new to it, said by it, or answered by a tool that it called.
public struct StepMessage: Sendable {
    public let step: SpanKey
    /// The run of the step.
    public let run: RunKey
    /// Where it stands in the conversation that the step goes on with, from 0; grows within a step.
    public let position: Int
    public let message: Message
    /// When it came up: the call's start for what it was told, its end for what it said, the tool's end for a result.
    public let time: Timestamp
}
