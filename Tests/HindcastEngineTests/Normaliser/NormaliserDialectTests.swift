import HindcastJSON
import HindcastModel
import Testing

@testable import HindcastEngine

/// Dialects without recorded requests, from their contracts.
@Suite struct NormaliserDialectTests {
    @Test("Vercel: an inner call has messages, model and usage; the outer span does not count again")
    func vercel() {
        let inner = read([
            "ai.operationId": "ai.generateText.doGenerate", "ai.model.id": "gpt-4o",
            "ai.model.provider": "openai.chat",
            "ai.prompt.messages": """
            [{"role":"system","content":"Be kind."},{"role":"user","content":[{"type":"text","text":"Oslo?"}]},
            {"role":"assistant","content":[{"type":"reasoning","text":"Hm"},{"type":"tool-call","toolCallId":"c1",
            "toolName":"weather","input":{"city":"Oslo"}}]},{"role":"tool","content":[{"type":"tool-result",
            "toolCallId":"c1","toolName":"weather","output":{"type":"json","value":{"t":21}}}]}]
            """,
            "ai.prompt.tools": [#"{"type":"function","name":"weather","inputSchema":{}}"#],
            "ai.response.text": "21 C", "ai.response.finishReason": "stop",
            "ai.response.model": "gpt-4o-2024-08-06",
            "ai.response.id": "r1", "ai.response.msToFirstChunk": 12.5, "ai.usage.inputTokens": 10,
            "ai.usage.outputTokens": 5, "ai.usage.cachedInputTokens": 4, "ai.usage.reasoningTokens": 2,
            "ai.telemetry.metadata.sessionId": "s", "ai.telemetry.metadata.userId": "u",
            "ai.telemetry.metadata.tags": ["x"], "ai.telemetry.metadata.plan": "pro",
        ])
        #expect(inner.kind == .llm && inner.provider == "openai" && inner.model == "gpt-4o-2024-08-06")
        #expect(
            same(
                inner.inputMessages,
                [
                    Message(role: .system, text: "Be kind."), Message(role: .user, text: "Oslo?"),
                    Message(
                        role: .assistant,
                        parts: [
                            .reasoning(Reasoning(text: "Hm")),
                            .toolCall(ToolCall(id: "c1", name: "weather", arguments: ["city": "Oslo"])),
                        ]), .result("c1", ["t": 21]),
                ]))
        #expect(same(inner.outputMessages, [Message(role: .assistant, text: "21 C")]))
        #expect(inner.usage == Usage(input: 10, output: 5, cacheRead: 4, reasoning: 2))
        #expect(inner.sessionID == "s" && inner.userID == "u" && inner.tags == ["x"])
        #expect(inner.metadata == JSONObject([("plan", "pro")]))
        #expect(inner.toolDefinitions?[0]?["name"] == "weather")
        #expect(inner.timeToFirstTokenMilliseconds == 12.5 && inner.finishReasons == ["stop"])
        let outer = read([
            "ai.operationId": "ai.generateText", "ai.prompt": #"{"system":"Be kind.","prompt":"Oslo?"}"#,
            "ai.usage.inputTokens": 10, "ai.response.text": "21 C",
        ])
        #expect(outer.kind == .agent && outer.usage == .unknown)
        #expect(
            same(
                outer.inputMessages,
                [Message(role: .system, text: "Be kind."), Message(role: .user, text: "Oslo?")]))
    }

    @Test("Vercel: the answer's calls and a tool's span agree with the next prompt") func vercelTools() {
        let call = read([
            "ai.operationId": "ai.streamText.doStream", "ai.response.reasoning": "Hm",
            "ai.response.toolCalls":
                #"[{"toolCallType":"function","toolCallId":"c1","toolName":"weather","args":"{\"city\":\"Oslo\"}"}]"#,
        ])
        #expect(
            call.outputMessages.all().first?.parts == [
                .reasoning(Reasoning(text: "Hm")),
                .toolCall(ToolCall(id: "c1", name: "weather", arguments: ["city": "Oslo"])),
            ])
        let tool = read([
            "ai.operationId": "ai.toolCall", "ai.toolCall.name": "weather", "ai.toolCall.id": "c1",
            "ai.toolCall.args": #"{"city":"Oslo"}"#, "ai.toolCall.result": #"{"t":21}"#,
        ])
        #expect(tool.kind == .tool && same(tool.outputMessages, [.result("c1", ["t": 21])]))
        #expect(
            tool.tool
                == ToolUse(name: "weather", callID: "c1", arguments: ["city": "Oslo"], result: ["t": 21]))
    }

    @Test("MLflow: every value is JSON text, strings have quotes") func mlflow() {
        let call = read([
            "mlflow.spanType": #""CHAT_MODEL""#, "mlflow.trace.session": #""s""#,
            "mlflow.llm.model": #""gpt-4o""#,
            "mlflow.spanInputs": #"{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}"#,
            "mlflow.spanOutputs": #"{"choices":[{"message":{"role":"assistant","content":"Ho"}}]}"#,
            "mlflow.chat.tokenUsage": #"{"input_tokens":3,"output_tokens":2,"cache_read_input_tokens":1}"#,
        ])
        #expect(call.kind == .llm && call.sessionID == "s" && call.model == "gpt-4o")
        #expect(same(call.inputMessages, [Message(role: .user, text: "Hi")]))
        #expect(same(call.outputMessages, [Message(role: .assistant, text: "Ho")]))
        #expect(call.usage == Usage(input: 3, output: 2, cacheRead: 1))
        let text = read([
            "mlflow.spanType": #""LLM""#, "mlflow.spanInputs": #""Hi""#, "mlflow.spanOutputs": #""Ho""#,
        ])
        #expect(same(text.inputMessages, [Message(role: .user, text: "Hi")]))
        #expect(same(text.outputMessages, [Message(role: .assistant, text: "Ho")]))
        let tool = read([
            "mlflow.spanType": #""TOOL""#, "mlflow.spanInputs": "{}", "mlflow.spanOutputs": #""21""#,
        ])
        #expect(same(tool.outputMessages, [.result(nil, "21")]))
    }

    @Test("Google ADK: contents, thoughts, functions and the system instruction") func adk() {
        let call = read(
            [
                "gen_ai.operation.name": "call_llm", "gen_ai.system": "gcp.vertex.agent",
                "gcp.vertex.agent.session_id": "s", "gen_ai.request.model": "gemini-2.5-pro",
                "gcp.vertex.agent.llm_request": """
                {"model":"gemini-2.5-pro","config":{"system_instruction":"Be kind.","tools":[{"function_declarations":
                [{"name":"weather"}]}]},"contents":[{"role":"user","parts":[{"text":"Oslo?"}]},{"role":"model","parts":
                [{"thought":true,"text":"Hm"},{"function_call":{"id":"c1","name":"weather","args":{"city":"Oslo"}}}]},
                {"role":"user","parts":[{"function_response":{"id":"c1","name":"weather","response":{"t":21}}}]}]}
                """,
                "gcp.vertex.agent.llm_response": """
                {"content":{"role":"model","parts":[{"text":"21 C"}]},"finish_reason":"STOP","usage_metadata":
                {"prompt_token_count":9,"candidates_token_count":3,"thoughts_token_count":2,
                "cached_content_token_count":4}}
                """,
            ], name: "call_llm")
        #expect(call.kind == .llm && call.sessionID == "s")
        #expect(
            same(
                call.inputMessages,
                [
                    Message(role: .system, text: "Be kind."), Message(role: .user, text: "Oslo?"),
                    Message(
                        role: .assistant,
                        parts: [
                            .reasoning(Reasoning(text: "Hm")),
                            .toolCall(ToolCall(id: "c1", name: "weather", arguments: ["city": "Oslo"])),
                        ]), .result("c1", ["t": 21]),
                ]))
        #expect(same(call.outputMessages, [Message(role: .assistant, text: "21 C")]))
        #expect(call.usage == Usage(input: 9, output: 5, cacheRead: 4, reasoning: 2))
        #expect(call.toolDefinitions == [["name": "weather"]] && call.finishReasons == ["stop"])
        let tool = read([
            "gen_ai.operation.name": "execute_tool", "gen_ai.tool.call.id": "c1",
            "gen_ai.tool.name": "weather",
            "gcp.vertex.agent.tool_call_args": #"{"city":"Oslo"}"#,
            "gcp.vertex.agent.tool_response": #"{"t":21}"#,
        ])
        #expect(same(tool.outputMessages, [.result("c1", ["t": 21])]))
    }

    @Test("OpenAI's response items are messages one by one, in and out") func responsesItems() {
        let items = """
            [{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]},
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"}]
            """
        let output = read(["lmnr.span.type": "LLM", "lmnr.span.output": .string(#"{"output":\#(items)}"#)])
        let input = read([
            "lmnr.span.type": "LLM",
            "lmnr.span.input": .string(#"{"instructions":"Be kind.","input":\#(items)}"#),
        ])
        let answer = output.outputMessages.all()
        #expect(answer.count == 2 && answer[1].toolCalls == [ToolCall(id: "c1", name: "f", arguments: [:])])
        #expect(same(input.inputMessages, [Message(role: .system, text: "Be kind.")] + answer))
    }

    @Test("Traceloop's decorators give workflow, agent, session and values") func traceloop() {
        let agent = read([
            "traceloop.span.kind": "agent", "traceloop.entity.name": "planner",
            "traceloop.workflow.name": "trip",
            "traceloop.association.properties.session_id": "s",
            "traceloop.association.properties.user_id": "u",
            "traceloop.association.properties.plan": "pro", "traceloop.entity.input": #"{"q":1}"#,
        ])
        #expect(agent.kind == .agent && agent.agentName == "planner" && agent.traceName == "trip")
        #expect(agent.sessionID == "s" && agent.userID == "u" && agent.input == ["q": 1])
        #expect(agent.metadata == JSONObject([("plan", "pro")]))
    }

    @Test("Images are kept by address or by data") func media() {
        let content = """
            [{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
            {"type":"image","source":{"type":"url","url":"https://x.test/a.png"}},
            {"type":"input_audio","input_audio":{"data":"BBBB","format":"wav"}}]}]
            """
        let reading = read(["lmnr.span.type": "LLM", "lmnr.span.input": .string(content)])
        #expect(
            reading.inputMessages.all().first?.parts == [
                .media(Media(kind: .image, mimeType: "image/png", source: .base64("AAAA"))),
                .media(Media(kind: .image, mimeType: nil, source: .uri("https://x.test/a.png"))),
                .media(Media(kind: .audio, mimeType: "audio/wav", source: .base64("BBBB"))),
            ])
    }
}
