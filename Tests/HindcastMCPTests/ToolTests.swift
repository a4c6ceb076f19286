import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import TestKit
import Testing

@Suite("MCP: the tools")
struct ToolTests {
    @Test(
        "A lesson that an agent writes is found for a task like it, and the outcome of that task moves its value"
    )
    func lesson() async throws {
        let house = try MCPHouse()
        let made = try await house.call(
            "create_memory",
            [
                "task": "Convert 20 degrees celsius to fahrenheit", "result": "fail",
                "guidance": "Multiply before adding 32.", "key_mistake": "Added first.",
                "applicable_tools": ["calculator"],
            ])
        #expect(made["ingest_status"]?.stringValue == "completed")
        let memory = try #require(made["memory_id"]?.stringValue)
        let found = try await house.call(
            "retrieve_memories", ["query": "Convert 30 degrees celsius to fahrenheit"])
        let first = try #require(found["memories"]?[0])
        #expect(first["id"]?.stringValue == memory)
        #expect(first["outcome"]?.stringValue == "failure")
        #expect(first["guidance"]?.stringValue == "Multiply before adding 32.")
        #expect(first["q_value"]?.doubleValue == 0.5)
        #expect(first["reason"]?.stringValue?.isEmpty == false)
        _ = try await house.call(
            "create_memory",
            [
                "task": "Convert 30 degrees celsius to fahrenheit", "result": "pass", "summary": "It worked.",
                "retrieved_memory_ids": [.string(memory)],
            ])
        let again = try await house.call(
            "retrieve_memories", ["query": "Convert 20 degrees celsius to fahrenheit", "limit": 1])
        #expect(again["memories"]?[0]?["q_value"]?.doubleValue == 0.65)
    }

    @Test("A run is found by a word, read as a conversation, and looked into step by step")
    func traces() async throws {
        let house = try MCPHouse()
        let long = String(repeating: "giraffe ", count: 400)
        let made = try await house.call(
            "create_memory",
            [
                "task": "count animals", "result": "pass", "summary": "Counting works.",
                "trajectory": [
                    ["role": "user", "content": "How many?"],
                    ["role": "assistant", "content": .string(long)],
                    ["role": "user", "content": "Sure?"], ["role": "assistant", "content": "Yes."],
                ],
            ])
        let trace = try #require(made["trace_id"]?.stringValue)
        let listed = try await house.call("search_traces", ["query": "kind:llm", "limit": 5])
        #expect(listed["items"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == [trace])
        let read = try await house.call("get_trace", ["trace_id": .string(trace)])
        let messages = read["messages"]?.arrayValue ?? []
        #expect(
            messages.compactMap { $0["role"]?.stringValue } == ["user", "assistant", "user", "assistant"])
        #expect(messages[1]["content"]?.stringValue?.hasSuffix("… (1200 characters more)") == true)
        let step = try #require(messages[3]["spanId"]?.stringValue)
        let seen = try await house.call("get_step", ["trace_id": .string(trace), "step_id": .string(step)])
        #expect(seen["contextMessages"]?.intValue == 2)
        #expect(seen["input"]?.arrayValue?.compactMap { $0["content"]?.stringValue } == ["Sure?"])
        #expect(seen["output"]?[0]?["content"]?.stringValue == "Yes.")
        let whole = try await house.call(
            "get_step", ["trace_id": .string(trace), "step_id": .string(step), "include_context": true])
        #expect(whole["input"]?.arrayValue?.count == 3)
        #expect(whole["input"]?[1]?["content"]?.stringValue == long)
    }

    @Test(
        "What a tool cannot do it says in words for the model, and nothing is stored",
        arguments: [
            ("retrieve_memories", #"{}"#, "query"),
            ("retrieve_memories", #"{"query":"x","limit":21}"#, "1 to 20"),
            ("retrieve_memories", #"{"query":"x","lambda_":2}"#, "0 to 1"),
            ("retrieve_memories", #"{"query":"x","wisdom":1}"#, "`wisdom` is not known here"),
            ("create_memory", #"{"task":"x","result":"maybe"}"#, "pass or fail"),
            ("create_memory", #"{"task":"x","result":"pass","trajectory":[1]}"#, "list of messages"),
            ("create_memory", #"{"task":" ","result":"pass"}"#, "task"),
            ("search_traces", #"{"query":"cost:dear"}"#, "cannot be read"),
            ("get_trace", #"{"trace_id":"zz"}"#, "no run zz"),
            ("get_step", #"{"trace_id":"00000000000000000000000000000001","step_id":"1"}"#, "no step 1"),
        ])
    func complaints(tool: String, arguments: String, words: String) async throws {
        let house = try MCPHouse()
        let answer = try await house.ask(
            "tools/call", ["name": .string(tool), "arguments": try JSONReader.parse(arguments)])
        #expect(answer["isError"]?.boolValue == true)
        #expect(answer["content"]?[0]?["text"]?.stringValue?.contains(words) == true)
        #expect(try await house.call("search_traces", [:])["items"] == [])
    }

    @Test("Whoever sits at the machine names the project, and each sees its own memories")
    func projects() async throws {
        let house = try MCPHouse()
        _ = try await house.call(
            "create_memory", ["task": "t", "result": "pass", "summary": "Works."],
            headers: ["X-Project-Id": "team a"])
        let own = try await house.call(
            "retrieve_memories", ["query": "t"], headers: ["X-Project-Id": "team a"])
        #expect(own["memories"]?.arrayValue?.count == 1)
        #expect(try await house.call("retrieve_memories", ["query": "t"]) == ["memories": []])
    }
}
