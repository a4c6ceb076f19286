import HindcastModel
import HindcastStore
import Testing

@testable import HindcastEngine

@Suite("Run shape")
struct RunShapeTests {
    private func span(
        _ id: UInt64, _ kind: SpanKind, parent: UInt64? = nil, start: Int64, end: Int64? = nil,
        agent: String? = nil
    ) -> SpanSummary {
        var span = SpanSummary(
            id: SpanID(id), kind: kind, name: "\(kind.rawValue) \(id)", start: Timestamp(nanoseconds: start),
            end: Timestamp(nanoseconds: end ?? start + 10))
        span.parentID = parent.map { SpanID($0) }
        span.agentName = agent
        return span
    }

    @Test("Tools count for the call of their own agent that came before them, at any depth")
    func tools() {
        let shape = RunShape([
            span(1, .agent, start: 0, end: 100, agent: "outer"),
            span(2, .llm, parent: 1, start: 1, end: 5),
            span(3, .tool, parent: 1, start: 6, end: 40),
            span(4, .agent, parent: 3, start: 7, end: 39, agent: "inner"),
            span(5, .llm, parent: 4, start: 8, end: 10),
            span(6, .workflow, parent: 4, start: 11, end: 30),
            span(7, .tool, parent: 6, start: 12, end: 20),
            span(8, .tool, parent: 6, start: 15, end: 30),
            span(9, .llm, parent: 1, start: 50, end: 60),
            span(10, .tool, parent: 1, start: 70, end: 90),
        ])
        func tools(_ call: UInt64) -> [UInt64] {
            shape.call(SpanID(call)).map { shape.tools(of: $0).map(\.id.value) } ?? []
        }
        #expect(tools(2) == [3] && tools(5) == [7, 8] && tools(9) == [10])
        #expect(shape.parts.count == 1 && shape.parts[0].calls.count == 3)
        #expect(shape.agentName(of: SpanID(5)) == "inner" && shape.agentName(of: SpanID(9)) == "outer")
    }

    @Test("Tools that ran side by side count once for the time that they share")
    func metrics() {
        let call = span(1, .llm, start: 100, end: 110)
        let tools = [
            span(2, .tool, start: 120, end: 150), span(3, .tool, start: 130, end: 140),
            span(4, .tool, start: 145, end: 170), span(5, .tool, start: 180, end: 190),
        ]
        let metrics = StepMetrics(call: call, tools: tools)
        #expect(metrics.requestNanoseconds == 10)
        #expect(metrics.toolNanoseconds == 60)
        #expect(metrics.totalNanoseconds == 90)
        let alone = StepMetrics(call: call, tools: [])
        #expect(alone.toolNanoseconds == nil && alone.totalNanoseconds == 10)
    }

    @Test("Times centuries apart and times that run backwards give no negative and no overflowing figures")
    func oddTimes() {
        let call = span(1, .llm, start: .min, end: .max)
        let tools = [span(2, .tool, start: .min, end: .max), span(3, .tool, start: 0, end: -5)]
        let metrics = StepMetrics(call: call, tools: tools)
        #expect(metrics.requestNanoseconds == .max && metrics.toolNanoseconds == .max)
        #expect(StepMetrics(call: span(1, .llm, start: 5, end: 3), tools: []).totalNanoseconds == 0)
    }

    @Test("A run of 100,000 spans, each the child of the one before, is placed without growing the stack")
    func deep() {
        var spans = [span(1, .agent, start: 1)]
        for index: UInt64 in 2...100_000 {
            spans.append(span(index, .llm, parent: index - 1, start: Int64(index)))
        }
        let shape = RunShape(spans)
        #expect(shape.parts.count == 1 && shape.parts[0].calls.count == 99_999)
    }

    @Test("A span that arrives late moves no call to another run but the one it belongs to")
    func late() {
        let early = [span(2, .agent, parent: 1, start: 5, agent: "a"), span(3, .llm, parent: 2, start: 6)]
        let id = RunShape(early).parts[0].agentSpan?.id
        #expect(id == SpanID(2))
        let whole = RunShape([span(1, .agent, start: 0, agent: "top")] + early)
        #expect(whole.parts.count == 1 && whole.parts[0].agentSpan?.id == SpanID(1))
        #expect(whole.part(agentSpan: id)?.agentSpan?.id == SpanID(1))
        #expect(
            whole.part(agentSpan: SpanID(3))?.spans.count == nil
                && whole.part(agentSpan: nil)?.spans.count == nil)
    }
}
