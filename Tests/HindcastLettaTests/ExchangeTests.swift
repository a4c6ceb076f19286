import HindcastHTTP
import HindcastJSON
import HindcastModel
import TestKit
import Testing

@Suite("Letta: provider traces")
struct ExchangeTests {
    @Test("What the instrumentation captured is given back as it was, unmarked")
    func recorded() async throws {
        let request =
            #"{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"temperature":0.1,"x_own":{"b":1}}"#
        let response = #"{"id":"r1","choices":[{"index":0,"message":{"role":"assistant","content":"Yes"}}]}"#
        var run = SampleRun()
        run.span(
            "ChatCompletion",
            [
                ("openinference.span.kind", .string("LLM")), ("llm.model_name", .string("gpt-4o")),
                ("input.value", .string(request)), ("input.mime_type", .string("application/json")),
                ("output.value", .string(response)), ("output.mime_type", .string("application/json")),
            ])
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/steps/")[0]
        let trace = try await house.get("/v1/steps/\(id)/trace")
        #expect(trace["request_json"] == (try JSONReader.parse(request)))
        #expect(trace["response_json"] == (try JSONReader.parse(response)))
        #expect(
            trace["source"] == "hindcast" && trace["call_type"] == "agent_step" && trace["latency_ms"] == 100)
        #expect(trace["id"]?.stringValue == "provider_trace-" + id.dropFirst("step-".count))
        #expect(trace["step_id"]?.stringValue == id)
        #expect(try await house.get("/v1/telemetry/\(id)") == trace)
    }

    @Test("What was told as messages is rebuilt as a chat completion and says so")
    func rebuilt() async throws {
        var run = SampleRun()
        run.call(
            [LettaRuns.system, LettaRuns.question, LettaRuns.asks, LettaRuns.result], [LettaRuns.answer])
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/steps/")[0]
        let trace = try await house.get("/v1/steps/\(id)/trace")
        #expect(
            trace["request_json"] == [
                "model": "gpt-4o",
                "messages": [
                    ["role": "system", "content": "Be brief."],
                    ["role": "user", "content": "Weather in Oslo?"],
                    [
                        "role": "assistant", "content": .null,
                        "tool_calls": [
                            [
                                "id": "c1", "type": "function",
                                "function": ["name": "weather", "arguments": #"{"city":"Oslo"}"#],
                            ]
                        ],
                    ],
                    ["role": "tool", "tool_call_id": "c1", "content": "14 degrees"],
                ],
                "_synthesized": true,
            ])
        #expect(
            trace["response_json"] == [
                "id": .null, "object": "chat.completion", "model": "gpt-4o",
                "choices": [
                    [
                        "index": 0, "message": ["role": "assistant", "content": "Mild."],
                        "finish_reason": .null,
                    ]
                ],
                "usage": ["prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120],
                "_synthesized": true,
            ])
    }

    @Test("Parameters and tools of the request are rebuilt under the provider's names")
    func parameters() async throws {
        let tools = #"[{"type":"function","function":{"name":"weather"}}]"#
        var run = SampleRun()
        run.span(
            "chat",
            [
                ("gen_ai.operation.name", .string("chat")), ("gen_ai.request.model", .string("m")),
                ("gen_ai.input.messages", .string(JSON.array([LettaRuns.question]).text)),
                ("gen_ai.request.temperature", .double(0.5)), ("gen_ai.request.max_tokens", .int(64)),
                ("gen_ai.request.stop_sequences", .array([.string("END")])),
                ("gen_ai.tool.definitions", .string(tools)),
            ])
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/steps/")[0]
        let request = try await house.get("/v1/steps/\(id)/trace")["request_json"]
        #expect(request?["temperature"] == 0.5 && request?["max_tokens"] == 64 && request?["stop"] == ["END"])
        #expect(request?["tools"] == (try JSONReader.parse(tools)))
    }

    @Test("A call whose content was not captured has no provider trace")
    func nothing() async throws {
        var run = SampleRun()
        run.span(
            "chat", [("gen_ai.operation.name", .string("chat")), ("gen_ai.request.model", .string("m"))])
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/steps/")[0]
        #expect(try await house.get("/v1/steps/\(id)/trace") == .null)
        #expect(try await house.get("/v1/steps/\(id)/messages") == [])
    }
}
