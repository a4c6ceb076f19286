import HindcastHTTP
import HindcastJSON
import HindcastLetta
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Letta: steps")
struct StepsTests {
    private func oneCall(
        _ attributes: [(String, AttributeValue)] = [], error: String? = nil
    ) async throws -> JSON {
        var run = SampleRun()
        run.span(
            "chat gpt-4o",
            [
                ("gen_ai.operation.name", .string("chat")), ("gen_ai.provider.name", .string("openai")),
                ("gen_ai.request.model", .string("gpt-4o")),
            ] + attributes, error: error)
        let house = try await LettaHouse([run])
        return try #require(try await house.get("/v1/steps/")[0])
    }

    @Test("A step tells what its span told, every member there, unknown ones null")
    func whole() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let step = try #require(try await house.get("/v1/steps/?order=asc")[0])
        #expect(
            step.objectValue?.keys.sorted() == [
                "agent_id", "cache_write_tokens", "cached_input_tokens", "completion_tokens",
                "completion_tokens_details", "context_window_limit", "error_data", "error_type", "feedback",
                "id",
                "messages", "model", "model_endpoint", "model_handle", "organization_id", "origin",
                "project_id",
                "prompt_tokens", "prompt_tokens_details", "provider_category", "provider_id", "provider_name",
                "reasoning_tokens", "request_id", "run_id", "status", "stop_reason", "tags", "tid",
                "total_tokens",
                "trace_id",
            ])
        let run = LettaRuns.toolRun()
        let id = ForeignID(.step, trace: run.traceID, span: run.spans[1].spanID)
        #expect(step["id"]?.stringValue == id.description)
        #expect(
            step["run_id"]?.stringValue
                == ForeignID(.run, trace: run.traceID, span: run.spans[0].spanID).description)
        #expect(step["trace_id"]?.stringValue == run.traceID.description)
        #expect(
            step["agent_id"]?.stringValue
                == ForeignID(.agent, name: "weather", project: house.project.id).description)
        #expect(
            step["origin"] == "otlp" && step["provider_category"] == "base" && step["project_id"] == "default"
        )
        #expect(
            step["provider_name"] == "openai" && step["model"] == "gpt-4o"
                && step["model_handle"] == "openai/gpt-4o")
        #expect(
            step["prompt_tokens"] == 100 && step["completion_tokens"] == 20 && step["total_tokens"] == 120)
        #expect(step["status"] == "success" && step["feedback"] == .null && step["messages"] == [])
        #expect(step["cached_input_tokens"] == .null && step["prompt_tokens_details"] == .null)
    }

    @Test("Tokens that were reported as zero are zero, and unreported ones null")
    func usage() async throws {
        let step = try await oneCall([
            ("gen_ai.usage.input_tokens", .int(310)), ("gen_ai.usage.output_tokens", .int(42)),
            ("gen_ai.usage.cache_read.input_tokens", .int(0)),
            ("gen_ai.usage.reasoning.output_tokens", .int(7)),
        ])
        #expect(step["cached_input_tokens"] == 0 && step["cache_write_tokens"] == .null)
        #expect(step["reasoning_tokens"] == 7)
        #expect(step["completion_tokens_details"] == ["reasoning_tokens": 7])
        #expect(step["prompt_tokens_details"] == ["cached_tokens": 0, "cache_read_tokens": 0])
    }

    @Test("A call that reported no tokens has zero in the sums")
    func noUsage() async throws {
        let step = try await oneCall([
            ("server.address", .string("llm.example")), ("server.port", .int(443)),
            ("gen_ai.response.id", .string("r-1")),
        ])
        #expect(step["prompt_tokens"] == 0 && step["completion_tokens"] == 0 && step["total_tokens"] == 0)
        #expect(step["model_endpoint"] == "https://llm.example:443")
        #expect(step["request_id"] == "r-1")
        #expect(
            step["agent_id"]?.stringValue
                == ForeignID(.agent, name: "default", project: ProjectID(1)).description)
    }

    @Test(
        "Each finish reason becomes the stop reason that Letta has for it",
        arguments: [
            ("stop", "end_turn"), ("end_turn", "end_turn"), ("tool_calls", "end_turn"),
            ("tool_use", "end_turn"),
            ("length", "max_tokens_exceeded"), ("max_tokens", "max_tokens_exceeded"),
            ("content_filter", "invalid_llm_response"), ("refusal", "invalid_llm_response"),
            ("cancelled", "cancelled"),
        ])
    func stopReasons(_ reason: String, _ expected: String) async throws {
        let step = try await oneCall([("gen_ai.response.finish_reasons", .array([.string(reason)]))])
        #expect(step["stop_reason"]?.stringValue == expected)
        #expect(step["status"]?.stringValue == (expected == "cancelled" ? "cancelled" : "success"))
    }

    @Test(
        "An error of the provider is told from any other, and a call that was called off from both",
        arguments: [
            ("429", "llm_api_error", "failed"), ("openai.RateLimitError", "llm_api_error", "failed"),
            ("httpx.ConnectTimeout", "llm_api_error", "failed"), ("ValueError", "error", "failed"),
            ("asyncio.CancelledError", "cancelled", "cancelled"),
        ])
    func errors(_ type: String, _ reason: String, _ status: String) async throws {
        let step = try await oneCall([("error.type", .string(type))], error: "it broke")
        #expect(step["stop_reason"]?.stringValue == reason)
        #expect(step["status"]?.stringValue == status)
        #expect(step["error_type"]?.stringValue == type)
        #expect(step["error_data"] == ["message": "it broke", "traceback": .null])
    }

    @Test("A step that is not there is a 404, an id of another form a 422 with an example")
    func unknown() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let gone = "step-99999999-1111-4111-8111-111111111111"
        for path in ["", "/metrics"] {
            let answer = try await house.ask(.get, "/v1/steps/\(gone)\(path)")
            #expect(answer.status == .notFound)
            #expect(answer.bodyJSON == ["detail": .string("Step \(gone) was not found.")])
        }
        #expect(try await house.get("/v1/steps/\(gone)/trace") == .null)
        #expect(try await house.get("/v1/steps/\(gone)/messages") == [])
        let bad = try await house.ask(.get, "/v1/steps/nope")
        #expect(bad.status == .unprocessableContent)
        #expect(bad.bodyJSON["examples"] == ["step-123e4567-e89b-42d3-8456-426614174000"])
        #expect(bad.bodyJSON["trace_id"] == "")
        #expect(
            bad.bodyJSON["detail"]?.stringValue
                == "[{'type': 'string_pattern_mismatch', 'loc': ('path', 'step_id'), 'msg': \"String should match "
                + "pattern 'step-{uuid4}'\", 'input': 'nope', 'ctx': {'pattern': '^step-[0-9a-f]{8}-[0-9a-f]{4}-4"
                + "[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'}}]")
        let upper = "STEP-99999999-1111-4111-8111-111111111111"
        #expect(try await house.ask(.get, "/v1/steps/\(upper)").status == .unprocessableContent)
    }

    @Test("The list can be narrowed by every condition, and by several at once")
    func filters() async throws {
        var other = SampleRun(2, startMilliseconds: 60_000)
        other.common = [AttributeEntry(key: "tag.tags", value: .array([.string("night")]))]
        other.call([LettaRuns.question], [LettaRuns.answer], model: "o9")
        let house = try await LettaHouse([LettaRuns.toolRun(), other])
        func count(_ query: String) async throws -> Int { try await house.ids("/v1/steps/?\(query)").count }
        #expect(try await count("") == 3)
        #expect(try await count("model=o9") == 1)
        #expect(try await count("trace_ids=\(other.traceID)&trace_ids=nonsense") == 1)
        #expect(try await count("trace_ids=nonsense") == 0)
        #expect(try await count("tags=day&tags=night") == 1)
        #expect(try await count("tags=day") == 0)
        #expect(try await count("project_id=default") == 3)
        #expect(try await count("project_id=other") == 0)
        let weather = ForeignID(.agent, name: "weather", project: house.project.id)
        #expect(try await count("agent_id=\(weather)") == 2)
        #expect(try await count("agent_id=agent-99999999-1111-4111-8111-111111111111") == 0)
        #expect(try await count("start_date=2026-01-01T00:00:30Z") == 1)
        #expect(try await count("end_date=2026-01-01T01:00:30%2B01:00") == 2)
        #expect(try await count("start_date=2026-01-01T00:01:00Z") == 0)
        #expect(try await count("start_date=0001-01-01T00:00:00&end_date=9999-12-31T23:59:59.999999") == 3)
        #expect(try await count("agent_id=\(weather)&model=o9") == 0)
        #expect(try await count("has_feedback=false&model=o9&tags=night") == 1)
    }

    @Test("A full walk visits each step once, forwards and backwards, however many began together")
    func walks() async throws {
        let house = try await LettaHouse(LettaRuns.crowd(125))
        for (order, limit) in [("asc", 7), ("desc", 10), ("desc", 125), ("asc", 200)] {
            let all = try await house.ids("/v1/steps/?order=\(order)&limit=1000")
            #expect(all.count == 125 && Set(all).count == 125)
            var forward: [String] = []
            var cursor = ""
            while true {
                let page = try await house.ids("/v1/steps/?order=\(order)&limit=\(limit)\(cursor)")
                if page.isEmpty { break }
                forward += page
                cursor = "&after=\(page[page.count - 1])"
            }
            #expect(forward == all)
            var backward: [String] = []
            cursor = "&before=\(all[all.count - 1])"
            while true {
                let page = try await house.ids("/v1/steps/?order=\(order)&limit=\(limit)\(cursor)")
                if page.isEmpty { break }
                backward = page + backward
                cursor = "&before=\(page[0])"
            }
            #expect(backward == all.dropLast())
        }
    }

    @Test("Between two cursors a client that pages back from the later one meets every step, and none beyond")
    func between() async throws {
        let house = try await LettaHouse(LettaRuns.crowd(40))
        let all = try await house.ids("/v1/steps/?limit=100")
        var found: [String] = []
        var before = all[30]
        while true {
            let page = try await house.ids("/v1/steps/?limit=4&after=\(all[9])&before=\(before)")
            guard let first = page.first else { break }
            found = page + found
            before = first
        }
        #expect(found == Array(all[10..<30]))
        let crossed = try await house.ask(.get, "/v1/steps/?after=\(all[9])&before=\(all[3])")
        #expect(crossed.status == .badRequest)
        let unknown = "step-99999999-1111-4111-8111-111111111111"
        let gone = try await house.ask(.get, "/v1/steps/?after=\(unknown)")
        #expect(gone.status == .notFound)
        #expect(gone.bodyJSON == ["detail": .string("No Step found with id \(unknown)")])
    }

    @Test("A page narrowed by a rare agent is full although its steps lie far apart")
    func rareAgent() async throws {
        let house = try await LettaHouse(
            [LettaRuns.toolRun()] + LettaRuns.crowd(450) + [LettaRuns.toolRun(2, startMilliseconds: 100_000)])
        let weather = ForeignID(.agent, name: "weather", project: house.project.id)
        let all = try await house.ids("/v1/steps/?agent_id=\(weather)&limit=4")
        #expect(all.count == 4)
        #expect(
            try await house.ids("/v1/steps/?agent_id=\(weather)&limit=3&after=\(all[0])") == Array(all[1...]))
        #expect(
            try await house.ids("/v1/steps/?agent_id=\(weather)&limit=2&before=\(all[3])")
                == Array(all[1...2]))
    }

    @Test("Metrics are nanoseconds: the call, its tools, and both together")
    func metrics() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()])
        let ids = try await house.ids("/v1/steps/?order=asc")
        let first = try await house.get("/v1/steps/\(ids[0])/metrics")
        let start: Int64 = 1_767_225_600_000_000_000 + 1_010_000_000
        #expect(first["step_start_ns"]?.intValue == start)
        #expect(first["llm_request_start_ns"]?.intValue == start)
        #expect(first["llm_request_ns"] == 100_000_000)
        #expect(first["tool_execution_ns"] == 100_000_000)
        #expect(first["step_ns"] == 210_000_000)
        #expect(first["id"]?.stringValue == ids[0])
        let second = try await house.get("/v1/steps/\(ids[1])/metrics")
        #expect(second["tool_execution_ns"] == .null)
        #expect(second["step_ns"] == second["llm_request_ns"])
    }
}
