import HindcastJSON
import HindcastModel
import Testing

@testable import HindcastEngine

/// Claude Code's log records, alone and beside spans.
@Suite struct ClaudeCodeSessionTests {
    /// The recorded session as it looks when spans are turned off: no record names a trace.
    private static func logsOnly() throws -> [LogDraft] {
        try CapturedRequest(["claude-code.logs"]).logs.map { log in
            var log = log
            log.traceID = nil
            log.spanID = nil
            return log
        }
    }

    @Test("A session of log records alone becomes a conversation") func logOnly() throws {
        let trace = Conversation(ClaudeCodeSession.spans(from: try Self.logsOnly()), logs: [])
        #expect(trace.count(.agent) == 1 && trace.count(.llm) == 2 && trace.count(.tool) == 1)
        let arguments: JSON = ["command": "echo 21C", "description": "Print weather"]
        let asking = Message(
            role: .assistant,
            parts: [
                .text("Let me check."),
                .toolCall(ToolCall(id: "toolu_01abc", name: "Bash", arguments: arguments)),
            ])
        let wanted = [
            Message(role: .user, text: "Weather in Oslo?"), asking, .result("toolu_01abc", .null),
            Message(role: .assistant, text: "It is 21 C in Oslo."),
        ]
        #expect(trace.messages.map { $0.canonical() } == wanted.map { $0.canonical() })
        #expect(trace.usage == Usage(input: 120, output: 24, cacheRead: 40, cacheWrite: 20))
        #expect(abs((trace.cost ?? 0) - 0.000627) < 1e-9)
        #expect(trace.sessions == ["a8845583-b382-4d85-a719-c0f63a30c74f"])
    }

    @Test("The same records make the same spans, in any order") func stableIDs() throws {
        let logs = try Self.logsOnly()
        let once = ClaudeCodeSession.spans(from: logs)
        let again = ClaudeCodeSession.spans(from: logs.reversed())
        #expect(Set(once.map(\.spanID)) == Set(again.map(\.spanID)))
        #expect(Set(once.map(\.spanID)).count == once.count)
        #expect(Set(once.map(\.traceID)).count == 1)
        let root = try #require(once.first { $0.parentID == nil })
        #expect(once.filter { $0.parentID != nil }.allSatisfy { $0.parentID == root.spanID })
    }

    @Test("Records that name a trace make no spans of their own") func recordsWithSpans() throws {
        #expect(ClaudeCodeSession.spans(from: try CapturedRequest(["claude-code.logs"]).logs).isEmpty)
    }

    @Test("Each model call finds its record, and the tool its arguments") func details() throws {
        let request = try CapturedRequest(["claude-code.traces", "claude-code.logs"])
        let details = ClaudeCodeSession.details(spans: request.spans, logs: request.logs.shuffledBySeed())
        let calls = request.spans.filter { $0.name == "claude_code.llm_request" }
        #expect(calls.allSatisfy { details[$0.spanID] != nil })
        let tool = try #require(request.spans.first { $0.name == "claude_code.tool" })
        let reading = Normaliser().read(tool, logs: [try #require(details[tool.spanID])])
        #expect(reading.tool?.arguments == ["command": "echo 21C", "description": "Print weather"])
        #expect(reading.tool?.result == "21C")
    }
}

extension [LogDraft] {
    /// A fixed disorder.
    fileprivate func shuffledBySeed() -> [LogDraft] {
        enumerated().sorted { ($0.offset * 7 % 11, $0.offset) < ($1.offset * 7 % 11, $1.offset) }.map(
            \.element)
    }
}
