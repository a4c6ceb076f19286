import HindcastJSON
import HindcastModel
import Testing

@testable import HindcastEngine

/// Recorded requests of real packages, and what a faithful import makes of them.
@Suite struct NormaliserCaptureTests {
    static let names = [
        "openinference-openai.traces", "openinference-langgraph.traces", "openllmetry-openai-0.40.traces",
        "openllmetry-openai.traces", "openllmetry-anthropic-0.40.traces", "genai-openai-v2-default",
        "genai-openai-v2-2.4", "pydantic-ai.traces", "strands.traces", "strands-latest.traces",
        "langsmith-otel.traces", "claude-code",
    ]

    struct Capture {
        let expected: JSON
        let traces: [Conversation]

        init(_ name: String) throws {
            expected = try #require(try CapturedRequest.json("expected")[name])
            let files = expected["files"]?.arrayValue?.compactMap(\.stringValue) ?? [name]
            let request = try CapturedRequest(files)
            let groups = Dictionary(grouping: request.spans, by: \.traceID).values
                .sorted {
                    ($0.map(\.start).min() ?? .init(nanoseconds: 0))
                        < ($1.map(\.start).min() ?? .init(nanoseconds: 0))
                }
            traces = groups.map { Conversation($0, logs: request.logs) }
        }

        var first: Conversation {
            get throws { try #require(traces.first) }
        }
    }

    @Test("Every expectation has a capture") func allNamed() throws {
        let expected = try CapturedRequest.json("expected").objectValue?.keys ?? []
        #expect(Set(expected).subtracting(["_note"]) == Set(Self.names))
    }

    @Test("The conversation of a capture is rebuilt message by message", arguments: names)
    func messages(name: String) throws {
        let capture = try Capture(name)
        let wanted = try #require(
            (capture.expected["messages"] ?? capture.expected["messages_first_trace"])?.arrayValue)
        let found = try capture.first.messages
        #expect(found.count == wanted.count, "\(found)")
        for (message, expected) in zip(found, wanted) { expectEqual(message, expected) }
    }

    @Test("An answer is the same message when it comes back as input", arguments: names)
    func continuity(name: String) throws {
        for trace in try Capture(name).traces {
            try #require(trace.origins.count == 2)
            #expect(trace.origins[0] == .root)
            guard case .continuation = trace.origins[1] else {
                Issue.record("the second call does not go on from the first: \(trace.origins[1])")
                continue
            }
        }
    }

    @Test("A tool's span holds the same message as the conversation", arguments: names)
    func toolMessages(name: String) throws {
        let trace = try Capture(name).first
        for (draft, reading) in trace.readings where reading.kind == .tool {
            let result = try #require(reading.outputMessages.all().first, "\(draft.name)")
            #expect(trace.messages.map { $0.canonical() }.contains(result.canonical()), "\(result)")
        }
    }

    @Test("Tokens and money are summed over model calls only", arguments: names)
    func usage(name: String) throws {
        let capture = try Capture(name)
        for trace in capture.traces {
            let wanted =
                capture.expected["usage"] ?? capture.expected["usage_min"]
                ?? capture.expected["usage_per_trace"]
            let usage = trace.usage
            for (key, count) in try #require(wanted?.objectValue) {
                let found: Int64? =
                    switch key {
                    case "input": usage.input
                    case "output": usage.output
                    case "cache_read": usage.cacheRead
                    case "cache_write": usage.cacheWrite
                    case "reasoning": usage.reasoning
                    default: nil
                    }
                #expect(found == count.intValue, "\(key)")
            }
            let isPriced = try #require(trace.cost)
            #expect(isPriced > 0)
            if let cost = capture.expected["cost_usd"]?.doubleValue { #expect(abs(isPriced - cost) < 1e-9) }
        }
    }

    @Test("Kinds of spans are told apart", arguments: names)
    func kinds(name: String) throws {
        let capture = try Capture(name)
        guard let wanted = capture.expected["spans"]?.objectValue else { return }
        let trace = try capture.first
        var listed = 0
        for (kind, count) in wanted where kind != "other" {
            let kind = try #require(SpanKind(rawValue: kind))
            #expect(Int64(trace.count(kind)) == count.intValue, "\(kind)")
            listed += trace.count(kind)
        }
        #expect(Int64(trace.readings.count - listed) == wanted["other"]?.intValue ?? 0)
    }

    @Test("Session, user, tags and metadata are found", arguments: names)
    func context(name: String) throws {
        let capture = try Capture(name)
        let expected = capture.expected
        let trace = try capture.first
        if let session = expected["conversation_id"] {
            #expect(trace.sessions == Set([session.stringValue].compactMap(\.self)))
        }
        if let user = expected["user_id"]?.stringValue { #expect(trace.users == [user]) }
        if let tags = expected["tags"]?.arrayValue {
            #expect(trace.tags == Set(tags.compactMap(\.stringValue)))
        }
        if let traces = expected["traces"]?.intValue { #expect(Int64(capture.traces.count) == traces) }
        if let project = expected["project"]?.stringValue {
            #expect(trace.readings.allSatisfy { $0.reading.projectName == project })
        }
        if let agent = expected["agent_name"]?.stringValue {
            #expect(trace.readings.contains { $0.reading.agentName == agent })
        }
        if let metadata = expected["metadata"]?.objectValue {
            for (_, reading) in trace.readings where !reading.metadata.isEmpty {
                #expect(reading.metadata == metadata)
            }
            #expect(trace.readings.contains { !$0.reading.metadata.isEmpty })
        }
    }

    private func expectEqual(_ message: Message, _ expected: JSON) {
        #expect(message.role.name == expected["role"]?.stringValue)
        #expect(message.text == expected["text"]?.stringValue ?? "")
        #expect(message.reasoningText == expected["reasoning"]?.stringValue)
        let calls = expected["tool_calls"]?.arrayValue ?? []
        #expect(message.toolCalls.count == calls.count)
        for (call, wanted) in zip(message.toolCalls, calls) {
            #expect(call.id == wanted["id"]?.stringValue)
            #expect(call.name == wanted["name"]?.stringValue)
            #expect(call.arguments == wanted["arguments"])
        }
        #expect(message.toolResults.first?.id == expected["tool_call_id"]?.stringValue)
        #expect(parsed(message.toolResults.first?.result) == parsed(expected["result"]))
    }

    /// Results are compared as JSON when they parse.
    private func parsed(_ json: JSON?) -> JSON? {
        json.map { json in json.stringValue.flatMap { try? JSONReader.parse($0) } ?? json }
    }
}
