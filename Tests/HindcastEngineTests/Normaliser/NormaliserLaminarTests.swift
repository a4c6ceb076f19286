import HindcastJSON
import HindcastModel
import Testing

@testable import HindcastEngine

/// A recorded trace of Laminar's Python SDK, and the rules of its contract.
@Suite struct NormaliserLaminarTests {
    @Test("A recorded Laminar trace: kinds, session, metadata, tokens") func capture() throws {
        let request = try CapturedRequest(["laminar-nested.traces"])
        let trace = Conversation(request.spans, logs: [])
        #expect(trace.count(.llm) == 2 && trace.count(.tool) == 1 && trace.count(.span) == 4)
        #expect(trace.sessions == ["chat-2291"] && trace.users == ["user-17"])
        #expect(trace.tags == ["beta", "resolved", "support"])
        #expect(trace.usage == Usage(input: 340, output: 50, cacheRead: 128, reasoning: 16))
        #expect(trace.readings.allSatisfy { $0.reading.traceName == "order_agent" })
        for (_, reading) in trace.readings {
            #expect(reading.metadata["cart"] == ["items": ["A-1042"]])
            #expect(reading.metadata["attempt"] == 1)
        }
        let failed = try #require(trace.readings.first { $0.draft.name == "flaky_enrichment" })
        #expect(failed.reading.errorMessage == "enrichment backend timed out")
    }

    @Test("The conversation of a recorded Laminar trace has each message once") func conversation() throws {
        let trace = Conversation(try CapturedRequest(["laminar-nested.traces"]).spans, logs: [])
        let arguments: JSON = ["order_id": "A-1042"]
        let wanted = [
            Message(role: .system, text: "You are an order assistant."),
            Message(role: .user, text: "Where is order A-1042?"),
            .asking("call_7", "lookup_order", arguments),
            .result("call_7", "{\"order_id\": \"A-1042\", \"eta\": \"Friday\"}"),
            Message(role: .assistant, text: "Order A-1042 ships on Friday."),
        ]
        #expect(trace.messages.map { $0.canonical() } == wanted.map { $0.canonical() })
    }

    @Test(
        "Span types are told apart",
        arguments: [
            ("DEFAULT", SpanKind.span), ("LLM", .llm), ("TOOL", .tool), ("EXECUTOR", .task),
            ("EVALUATOR", .evaluator),
            ("HUMAN_EVALUATOR", .evaluator), ("EVALUATION", .workflow), ("PIPELINE", .workflow),
            ("NEW", .span),
        ])
    func types(name: String, kind: SpanKind) {
        #expect(read(["lmnr.span.type": .string(name)]).kind == kind)
    }

    @Test("A cached call is a call; without a type the model decides") func impliedTypes() {
        #expect(read(["lmnr.span.type": "CACHED", "lmnr.span.original_type": "LLM"]).kind == .llm)
        #expect(read(["lmnr.span.path": ["a"], "gen_ai.request.model": "m"]).kind == .llm)
        #expect(read(["lmnr.span.path": ["a"], "gen_ai.tool.call.arguments": "{}"]).kind == .tool)
    }

    @Test("Output text is parsed exactly once") func parsedOnce() {
        let reading = read(["lmnr.span.type": "DEFAULT", "lmnr.span.output": #""123""#])
        #expect(reading.output == "123")
    }

    @Test("A span that is meta only shows no content") func metaOnly() {
        let reading = read([
            "lmnr.span.type": "LLM", "lmnr.internal.tracing_level": "meta_only", "lmnr.span.input": "secret",
        ])
        #expect(reading.inputMessages.isEmpty && reading.input == nil)
    }

    @Test("A price that the client names wins over the table") func explicitCost() {
        let reading = read([
            "lmnr.span.type": "LLM", "gen_ai.response.model": "gpt-4o", "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.input_cost": 0.25, "gen_ai.usage.output_cost": 0.5,
        ])
        #expect(reading.cost.total == 0.75)
    }
}
