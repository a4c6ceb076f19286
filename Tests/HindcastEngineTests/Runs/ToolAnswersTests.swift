import HindcastJSON
import HindcastModel
import Testing

@testable import HindcastEngine

@Suite("Tool answers")
struct ToolAnswersTests {
    private func told(_ results: (String?, String)...) -> [Message?] {
        results.map {
            Message(role: .tool, parts: [.toolResult(ToolResult(id: $0.0, result: .string($0.1)))])
        }
    }

    private func calls(_ ids: String?...) -> [ToolCall] {
        ids.map { ToolCall(id: $0, name: "t", arguments: .null) }
    }

    private func texts(_ answers: ToolAnswers) -> [Int: String] { answers.results.mapValues(\.plainText) }

    @Test("Results are paired by id whatever their order; where there are none, in order")
    func pairs() {
        let byID = ToolAnswers(calls: calls("a", "b"), told: told(("b", "two"), ("a", "one")))
        #expect(texts(byID) == [0: "one", 1: "two"])
        #expect(byID.rest.allSatisfy { $0 == nil })
        let inOrder = ToolAnswers(
            calls: calls(nil, nil), told: told((nil, "one"), (nil, "two"), (nil, "three")))
        #expect(texts(inOrder) == [0: "one", 1: "two"])
        #expect(inOrder.rest[2]?.toolResults.first?.plainText == "three")
    }

    @Test("A result of another call, and what stands beside results, is left to the step that was told it")
    func rest() {
        let mixed = Message(
            role: .user, parts: [.toolResult(ToolResult(id: "a", result: "one")), .text("Go on.")])
        let answers = ToolAnswers(calls: calls("a"), told: [mixed] + told(("z", "other")))
        #expect(texts(answers) == [0: "one"])
        #expect(answers.rest[0] == Message(role: .user, text: "Go on."))
        #expect(answers.rest[1]?.toolResults.first?.id == "z")
    }
}
