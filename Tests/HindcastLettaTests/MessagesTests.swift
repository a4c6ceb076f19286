import HindcastHTTP
import HindcastJSON
import HindcastModel
import TestKit
import Testing

@Suite("Letta: messages")
struct MessagesTests {
    private func types(_ messages: JSON) -> [String] {
        messages.arrayValue?.compactMap { $0["message_type"]?.stringValue } ?? []
    }

    @Test("A step's messages are what was new to it, what it said, and what its tools answered")
    func ofAStep() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let ids = try await house.ids("/v1/steps/?order=asc")
        let first = try await house.get("/v1/steps/\(ids[0])/messages")
        #expect(
            types(first) == ["system_message", "user_message", "tool_call_message", "tool_return_message"])
        #expect(first[0]?["content"] == "Be brief." && first[1]?["content"] == "Weather in Oslo?")
        let call: JSON = ["name": "weather", "arguments": #"{"city":"Oslo"}"#, "tool_call_id": "c1"]
        #expect(first[2]?["tool_call"] == call && first[2]?["tool_calls"] == [call])
        let back = try #require(first[3])
        #expect(
            back["tool_return"] == "14 degrees" && back["status"] == "success" && back["tool_call_id"] == "c1"
        )
        #expect(back["name"] == "weather")
        #expect(
            back["tool_returns"] == [
                [
                    "type": "tool", "tool_return": "14 degrees", "status": "success", "tool_call_id": "c1",
                    "stdout": .null, "stderr": .null,
                ]
            ])
        let second = try await house.get("/v1/steps/\(ids[1])/messages")
        #expect(types(second) == ["assistant_message"])
        #expect(second[0]?["content"] == "Mild.")
        #expect(second[0]?["date"] == "2026-01-01T00:00:01+00:00")
        #expect(second[0]?["step_id"]?.stringValue == ids[1])
        let run = try await house.ids("/v1/runs/")[0]
        let whole = try await house.get("/v1/runs/\(run)/messages")
        #expect(whole.arrayValue == (first.arrayValue ?? []) + (second.arrayValue ?? []))
        let reversed = try await house.get("/v1/runs/\(run)/messages?order=desc")
        #expect(reversed.arrayValue == whole.arrayValue?.reversed())
    }

    @Test("One stored message becomes several members in order, with one id and numbered otids")
    func expansion() async throws {
        var run = SampleRun()
        let answer: JSON = [
            "role": "assistant",
            "parts": [
                ["type": "reasoning", "content": "Think."], ["type": "text", "content": "I look."],
                ["type": "tool_call", "id": "a", "name": "one", "arguments": ["x": 1]],
                ["type": "tool_call", "id": "b", "name": "two", "arguments": "plain"],
            ],
        ]
        run.call([LettaRuns.question], [answer])
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/steps/")[0]
        let all = try await house.get("/v1/steps/\(id)/messages").arrayValue ?? []
        #expect(
            types(.array(all)) == [
                "user_message", "reasoning_message", "assistant_message", "tool_call_message",
            ])
        #expect(Set(all[1...].compactMap { $0["id"]?.stringValue }).count == 1)
        #expect(
            all[1]["reasoning"] == "Think." && all[1]["source"] == "reasoner_model"
                && all[1]["signature"] == .null)
        let uuid = all[1]["id"]?.stringValue?.dropFirst("message-".count).dropLast(2) ?? ""
        #expect(all[1...].map { $0["otid"]?.stringValue } == ["00", "01", "02"].map { uuid + $0 })
        #expect(all[0]["otid"] == .null)
        #expect(all[3]["tool_calls"]?.arrayValue?.count == 2)
        #expect(all[3]["tool_call"]?["tool_call_id"] == "a")
        #expect(all[3]["tool_calls"]?[1]?["arguments"] == "plain")
        let one = try await house.get("/v1/messages/\(all[1]["id"]?.stringValue ?? "")")
        #expect(one.arrayValue == Array(all[1...]))
        let back = try await house.get("/v1/steps/\(id)/messages?order=desc")
        #expect(back.arrayValue == all.reversed())
    }

    @Test("A user's images keep their place among the text")
    func images() async throws {
        var run = SampleRun()
        let question: JSON = [
            "role": "user",
            "parts": [
                ["type": "text", "content": "What is this?"],
                ["type": "uri", "modality": "image", "uri": "https://x.example/i.png"],
                ["type": "blob", "modality": "image", "mime_type": "image/jpeg", "content": "aGk="],
            ],
        ]
        run.call([question], [LettaRuns.answer])
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/steps/")[0]
        let content = try await house.get("/v1/steps/\(id)/messages")[0]?["content"]
        #expect(
            content == [
                ["type": "text", "text": "What is this?"],
                ["type": "image", "source": ["type": "url", "url": "https://x.example/i.png"]],
                [
                    "type": "image",
                    "source": [
                        "type": "base64", "media_type": "image/jpeg", "data": "aGk=", "detail": .null,
                    ],
                ],
            ])
    }

    @Test("A result that only the tool's span knows is told, and one of a failed span is an error")
    func toolSpans() async throws {
        var run = SampleRun()
        let root = run.span("agent", [("gen_ai.operation.name", .string("invoke_agent"))])
        let asks: JSON = [
            "role": "assistant",
            "parts": [
                ["type": "tool_call", "id": "a", "name": "good", "arguments": .object(JSONObject())],
                ["type": "tool_call", "id": "b", "name": "bad", "arguments": .object(JSONObject())],
            ],
        ]
        run.call([LettaRuns.question], [asks], parent: root)
        run.tool("good", id: "a", result: "fine", parent: root)
        run.span(
            "execute_tool bad",
            [
                ("gen_ai.operation.name", .string("execute_tool")), ("gen_ai.tool.name", .string("bad")),
                ("gen_ai.tool.call.id", .string("b")),
            ], parent: root, error: "no such city")
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/steps/")[0]
        let returns = try await house.get("/v1/steps/\(id)/messages").arrayValue?.suffix(2) ?? []
        #expect(returns.map { $0["tool_call_id"]?.stringValue } == ["a", "b"])
        #expect(returns.map { $0["tool_return"]?.stringValue } == ["fine", "no such city"])
        #expect(returns.map { $0["status"]?.stringValue } == ["success", "error"])
    }

    @Test(
        "Every message of a project comes once in a walk either way, whatever the page size",
        arguments: [1, 2, 3, 50])
    func walks(_ limit: Int) async throws {
        let house = try await LettaHouse(
            [LettaRuns.toolRun(1), LettaRuns.toolRun(2, startMilliseconds: 5000)] + LettaRuns.crowd(12))
        for path in [
            "/v1/messages/",
            "/v1/agents/\(ForeignID(.agent, name: "weather", project: house.project.id))/messages",
        ] {
            for order in ["asc", "desc"] {
                let all = try await house.ids("\(path)?order=\(order)&limit=1000")
                #expect(all.count == (path == "/v1/messages/" ? 34 : 10))
                #expect(Set(all).count == all.count)
                var forward: [String] = []
                while true {
                    let cursor = forward.last.map { "&after=\($0)" } ?? ""
                    let page = try await house.ids("\(path)?order=\(order)&limit=\(limit)\(cursor)")
                    if page.isEmpty { break }
                    forward += page
                }
                #expect(forward == all)
                var backward = [all[all.count - 1]]
                while true {
                    let page = try await house.ids(
                        "\(path)?order=\(order)&limit=\(limit)&before=\(backward[0])")
                    if page.isEmpty { break }
                    backward = page + backward
                }
                #expect(backward == all)
            }
        }
    }

    @Test("Between two messages lie those between them, wherever their steps begin and end")
    func between() async throws {
        let house = try await LettaHouse([
            LettaRuns.toolRun(1), LettaRuns.toolRun(2, startMilliseconds: 5000),
        ])
        let all = try await house.ids("/v1/messages/?order=asc")
        for first in all.indices {
            for last in all.indices where last > first {
                let found = try await house.ids(
                    "/v1/messages/?order=asc&after=\(all[first])&before=\(all[last])")
                #expect(found == Array(all[(first + 1)..<last]))
            }
        }
        #expect(
            try await house.ask(.get, "/v1/messages/?order=asc&after=\(all[3])&before=\(all[1])").status
                == .badRequest)
    }

    @Test("Only the wanted types count, and a conversation's messages stay among themselves")
    func narrowed() async throws {
        let house = try await LettaHouse([
            LettaRuns.toolRun(1), LettaRuns.toolRun(2, startMilliseconds: 5000),
        ])
        let some = try await house.get(
            "/v1/messages/?order=asc&limit=3&include_return_message_types=assistant_message"
                + "&include_return_message_types=tool_return_message"
        )
        #expect(types(some) == ["tool_return_message", "assistant_message", "tool_return_message"])
        let talk = ForeignID(.conversation, name: "s-2", project: house.project.id)
        #expect(try await house.ids("/v1/messages/?conversation_id=\(talk)").count == 5)
    }

    @Test("A cursor that names no message is a 404, and a message that is not there, too")
    func unknown() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let id = try await house.ids("/v1/steps/?order=asc")[1]
        let gone = "message-99999999-1111-4111-8111-111111111111"
        let answer = try await house.ask(.get, "/v1/steps/\(id)/messages?after=\(gone)")
        #expect(answer.status == .notFound)
        #expect(answer.bodyJSON == ["detail": .string("No Message found with id \(gone)")])
        #expect(try await house.ask(.get, "/v1/messages/\(gone)").status == .notFound)
        let last = try await house.ids("/v1/steps/\(id)/messages")[0]
        #expect(try await house.get("/v1/steps/\(id)/messages?after=\(last)") == [])
    }
}
