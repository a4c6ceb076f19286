public import HindcastModel
import HindcastStore

/// How long a step took, in nanoseconds.
public struct StepMetrics: Sendable, Equatable {
    /// When the model was asked.
    public let start: Timestamp
    /// The model's part.
    public let requestNanoseconds: Int64
    /// The time in which at least one of its tools ran; nil when it set off none.
    public let toolNanoseconds: Int64?
    /// From the question to the end of the last tool, or of the answer.
    public let totalNanoseconds: Int64

    init(call: SpanSummary, tools: some Sequence<SpanSummary>) {
        start = call.start
        requestNanoseconds = call.end.nanoseconds(since: call.start)
        var total = requestNanoseconds
        var toolTime: Int64?
        var reached = call.start
        // In order of start, so that each adds only what reaches beyond those before it.
        for tool in tools {
            let begin = max(tool.start, reached)
            if tool.end > begin {
                toolTime = (toolTime ?? 0).addingClamped(tool.end.nanoseconds(since: begin))
                reached = tool.end
            }
            toolTime = toolTime ?? 0
            total = max(total, tool.end.nanoseconds(since: call.start))
        }
        toolNanoseconds = toolTime
        totalNanoseconds = total
    }
}

extension Timestamp {
    /// Zero for a moment that lies before; clamped where clients send moments centuries apart.
    public func nanoseconds(since earlier: Timestamp) -> Int64 {
        guard earlier < self else { return 0 }
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return overflow ? .max : difference
    }
}

extension Int64 {
    /// Counts come from clients, and a client may count anything.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}
