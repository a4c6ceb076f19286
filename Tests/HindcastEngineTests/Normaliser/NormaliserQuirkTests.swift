import HindcastJSON
import HindcastModel
import Testing

@testable import HindcastEngine

/// What the dialects do differently from each other, one quirk a test.
@Suite struct NormaliserQuirkTests {
    @Test("A span that no convention knows gives an almost empty reading") func unknown() {
        let reading = read(["http.method": "GET"], name: "GET /")
        #expect(reading.kind == .span)
        #expect(reading.conventions.isEmpty)
        #expect(reading.inputMessages.isEmpty && reading.outputMessages.isEmpty)
        #expect(reading.usage == .unknown)
    }

    @Test("Gaps and disorder in flattened indices are sorted out by number") func gaps() {
        let reading = read([
            "openinference.span.kind": "LLM",
            "llm.input_messages.10.message.role": "user", "llm.input_messages.10.message.content": "third",
            "llm.input_messages.2.message.role": "assistant",
            "llm.input_messages.2.message.content": "second",
            "llm.input_messages.0.message.role": "user", "llm.input_messages.0.message.content": "first",
        ])
        #expect(
            same(
                reading.inputMessages,
                [
                    Message(role: .user, text: "first"), Message(role: .assistant, text: "second"),
                    Message(role: .user, text: "third"),
                ]))
    }

    @Test("JSON that an exporter cut short stays text and drops nothing") func cutJSON() {
        let cut = #"[{"role":"user","parts":[{"type":"text","content":"Wea"#
        let reading = read(["gen_ai.operation.name": "chat", "gen_ai.input.messages": .string(cut)])
        #expect(same(reading.inputMessages, [Message(role: .user, text: cut)]))
        let inputs = read([
            "openinference.span.kind": "CHAIN", "input.value": .string(cut), "metadata": "{\"a\":",
        ])
        #expect(inputs.input == .string(cut))
        #expect(inputs.metadata.isEmpty)
    }

    @Test("Tool arguments are the same as text and as an object") func arguments() {
        func message(_ arguments: String) -> String {
            #"[{"role":"assistant","parts":[{"type":"tool_call","id":"1","name":"f","arguments":\#(arguments)}]}]"#
        }
        let text = message(#""{\"b\": 1, \"a\": 2}""#)
        let object = message(#"{"a":2,"b":1}"#)
        let lists = [text, object].map { read(["gen_ai.output.messages": .string($0)]).outputMessages }
        #expect(same(lists[0], lists[1].all()))
        #expect(same(lists[0], [.asking("1", "f", ["a": 2, "b": 1])]))
    }

    @Test("Arguments that are no JSON stay as the model wrote them") func brokenArguments() {
        let reading = read([
            "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.tool_calls.0.name": "f",
            "gen_ai.completion.0.tool_calls.0.arguments": "{\"city\": ",
        ])
        #expect(same(reading.outputMessages, [.asking(nil, "f", "{\"city\": ")]))
    }

    @Test("A text and a list with one text block are the same message") func contentForms() {
        let plain = read(["lmnr.span.type": "LLM", "lmnr.span.input": #"[{"role":"user","content":"Hi"}]"#])
        let blocks = read([
            "lmnr.span.type": "LLM",
            "lmnr.span.input":
                #"[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":""}]}]"#,
        ])
        #expect(same(plain.inputMessages, [Message(role: .user, text: "Hi")]))
        #expect(same(blocks.inputMessages, plain.inputMessages.all()))
    }

    @Test("A system prompt given apart leads the conversation, once") func system() {
        let instructions = #"[{"type":"text","content":"Be kind."}]"#
        let user = #"{"role":"user","parts":[{"type":"text","content":"Hi"}]}"#
        let system = #"{"role":"system","parts":[{"type":"text","content":"Be kind."}]}"#
        let wanted = [Message(role: .system, text: "Be kind."), Message(role: .user, text: "Hi")]
        for messages in ["[\(user)]", "[\(system),\(user)]"] {
            let reading = read([
                "gen_ai.system_instructions": .string(instructions),
                "gen_ai.input.messages": .string(messages),
            ])
            #expect(same(reading.inputMessages, wanted))
        }
        let plain = read([
            "gen_ai.system_instructions": "Be kind.", "gen_ai.input.messages": .string("[\(user)]"),
        ])
        #expect(same(plain.inputMessages, wanted))
    }

    @Test("Several results in one user turn become tool messages; text around them stays the user's")
    func results() {
        let content = """
            [{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"},
            {"type":"tool_result","tool_use_id":"b","content":[{"type":"text","text":"2"}],"is_error":true},
            {"type":"text","text":"go on"}]}]
            """
        let reading = read(["lmnr.span.type": "LLM", "lmnr.span.input": .string(content)])
        #expect(
            same(
                reading.inputMessages,
                [.result("a", "1"), .result("b", "2", isError: true), Message(role: .user, text: "go on")]))
    }

    @Test("Real nested values are read like JSON text") func nestedValues() {
        let part = AttributeValue.map([
            AttributeEntry(key: "type", value: "text"), AttributeEntry(key: "content", value: "Hi"),
        ])
        let message = AttributeValue.map([
            AttributeEntry(key: "role", value: "user"), AttributeEntry(key: "parts", value: [part]),
        ])
        let reading = read(["gen_ai.input.messages": [message]])
        #expect(same(reading.inputMessages, [Message(role: .user, text: "Hi")]))
    }

    @Test("Thinking, its signature, and what the provider hid are kept") func thinking() {
        let content = """
            [{"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"s"},
            {"type":"redacted_thinking","data":"x"},{"type":"thinking","thinking":""},{"type":"text","text":"Yes"}]}]
            """
        let reading = read(["lmnr.span.type": "LLM", "lmnr.span.input": .string(content)])
        #expect(
            reading.inputMessages.all().first?.parts == [
                .reasoning(Reasoning(text: "Hm", signature: "s")),
                .reasoning(Reasoning(text: "", signature: "x", isRedacted: true)), .text("Yes"),
            ])
    }

    @Test("Events without content keep the skeleton of the conversation") func skeleton() {
        let reading = read(
            ["gen_ai.operation.name": "chat"],
            events: [
                ("gen_ai.user.message", [:]),
                (
                    "gen_ai.choice",
                    ["message": #"{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f"}}]}"#]
                ),
            ])
        #expect(same(reading.inputMessages, [Message(role: .user, parts: [])]))
        #expect(same(reading.outputMessages, [.asking("1", "f", .null)]))
    }

    @Test("Usage of an agent is not added to the usage of its calls") func agentUsage() {
        let reading = read([
            "gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 120,
            "gen_ai.usage.cost": 1.5,
            "gen_ai.agent.name": "helper",
        ])
        #expect(reading.kind == .agent)
        #expect(reading.usage == .unknown)
        #expect(reading.cost == .unknown)
        #expect(reading.agentName == "helper")
    }

    @Test(
        "Finish reasons of all dialects are the same few words",
        arguments: [
            ("end_turn", "stop"), ("STOP", "stop"), ("tool_use", "tool_calls"), ("tool-calls", "tool_calls"),
            ("tool_call", "tool_calls"), ("max_tokens", "length"), ("content-filter", "content_filter"),
            ("pause_turn", "pause_turn"),
        ])
    func finishReasons(text: String, wanted: String) {
        let reading = read(["gen_ai.response.finish_reasons": [.string(text)], "gen_ai.request.model": "m"])
        #expect(reading.finishReasons == [wanted])
        #expect(reading.kind == .llm)
    }

    @Test(
        "Providers are named in lower case, frameworks are none",
        arguments: [
            ("OpenAI", "openai"), ("openai.chat", "openai"), ("strands-agents", nil), ("langchain", nil),
            ("aws.bedrock", "aws"),
        ])
    func providers(text: String, wanted: String?) {
        #expect(read(["gen_ai.system": .string(text), "gen_ai.request.model": "m"]).provider == wanted)
    }

    @Test("The error is the status text, else the exception") func errors() {
        var failed = span(events: [("exception", ["exception.type": "E", "exception.message": "boom"])])
        #expect(Normaliser().read(failed).errorMessage == "E: boom")
        failed.status = .error
        failed.statusMessage = "timed out"
        #expect(Normaliser().read(failed).errorMessage == "timed out")
        #expect(Normaliser().read(span()).errorMessage == nil)
    }

    @Test("Evaluation events are scores") func scores() {
        let reading = read(
            ["gen_ai.operation.name": "chat"],
            events: [
                (
                    "gen_ai.evaluation.result",
                    [
                        "gen_ai.evaluation.name": "tone", "gen_ai.evaluation.score.value": 0.5,
                        "gen_ai.evaluation.score.label": "ok",
                    ]
                )
            ])
        #expect(reading.scores == [SpanScore(name: "tone", value: 0.5, label: "ok", explanation: nil)])
        let arize = read([
            "openinference.span.kind": "LLM", "evaluation.help.score": 1,
            "evaluation.help.explanation": "good",
        ])
        #expect(arize.scores == [SpanScore(name: "help", value: 1, label: nil, explanation: "good")])
    }

    @Test(
        "Reading for ingest gives the same messages and columns as reading everything",
        arguments: NormaliserCaptureTests.names)
    func details(name: String) throws {
        let expected = try #require(try CapturedRequest.json("expected")[name])
        let request = try CapturedRequest(expected["files"]?.arrayValue?.compactMap(\.stringValue) ?? [name])
        for draft in request.spans {
            let logs = request.logs.filter { $0.spanID == draft.spanID }
            let columns = Normaliser().read(draft, logs: logs, detail: .columns)
            let all = Normaliser().read(draft, logs: logs, detail: .everything)
            #expect(columns.inputMessages.keys == all.inputMessages.keys)
            #expect(columns.outputMessages.keys == all.outputMessages.keys)
            #expect(
                columns.usage == all.usage && columns.kind == all.kind && columns.sessionID == all.sessionID)
            if all.kind == .llm, !name.hasPrefix("claude") {
                #expect(!all.finishReasons.isEmpty || name.contains("2.4"))
            }
        }
    }
}
