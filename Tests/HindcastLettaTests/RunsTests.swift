import HindcastHTTP
import HindcastJSON
import HindcastModel
import TestKit
import Testing

@Suite("Letta: runs")
struct RunsTests {
    private func only(_ run: SampleRun, after milliseconds: Int64 = 1_000_000) async throws -> JSON {
        let house = try await LettaHouse([run])
        return try #require(try await house.get("/v1/runs/")[0])
    }

    @Test("A run tells what its agent did, from its first span to its last")
    func whole() async throws {
        let run = LettaRuns.toolRun()
        let house = try await LettaHouse([run])
        let found = try #require(try await house.get("/v1/runs/")[0])
        #expect(
            found["id"]?.stringValue
                == ForeignID(.run, trace: run.traceID, span: run.spans[0].spanID).description)
        #expect(found["status"] == "completed" && found["stop_reason"] == .null)
        #expect(found["created_at"] == "2026-01-01T00:00:00.000000Z")
        #expect(found["completed_at"] == "2026-01-01T00:00:01.000000Z")
        #expect(found["total_duration_ns"] == 1_000_000_000)
        #expect(
            found["agent_id"]?.stringValue
                == ForeignID(.agent, name: "weather", project: house.project.id).description)
        #expect(
            found["conversation_id"]?.stringValue
                == ForeignID(.conversation, name: "s-1", project: house.project.id).description)
        #expect(found["background"] == false)
        #expect(found["metadata"]?["gen_ai.agent.name"] == "weather")
        for name in ["callback_url", "callback_error", "request_config", "base_template_id", "ttft_ns"] {
            #expect(found.objectValue?.keys.contains(name) == true && found[name] == .null)
        }
        #expect(try await house.get("/v1/runs/\(found["id"]?.stringValue ?? "")") == found)
    }

    @Test("Each outermost agent of a trace is a run, and what lies outside of them is one more")
    func several() async throws {
        var run = SampleRun()
        let root = run.span("workflow", [])
        func agent(_ name: String, in parent: SpanID) -> SpanID {
            run.span(
                "invoke_agent \(name)",
                [("gen_ai.operation.name", .string("invoke_agent")), ("gen_ai.agent.name", .string(name))],
                parent: parent)
        }
        run.call([LettaRuns.question], [LettaRuns.answer], parent: root)
        let planner = agent("planner", in: root)
        run.call([LettaRuns.system, LettaRuns.question], [LettaRuns.answer], parent: planner)
        let helper = agent("helper", in: planner)
        run.call([SampleRun.message("user", "Help.")], [LettaRuns.answer], parent: helper)
        let writer = agent("writer", in: root)
        run.call([SampleRun.message("user", "Write.")], [LettaRuns.answer], parent: writer)
        let house = try await LettaHouse([run])
        let names = [nil, planner, writer].map {
            ForeignID(.run, trace: run.traceID, span: $0 ?? SpanID(0)).description
        }
        #expect(try await house.ids("/v1/runs/?order=asc") == names)
        #expect(try await house.ids("/v1/runs/\(names[1])/steps").count == 2)
        #expect(try await house.get("/v1/runs/\(names[1])/usage")["step_count"] == 2)
        let inner = ForeignID(.run, trace: run.traceID, span: helper)
        #expect(try await house.get("/v1/runs/\(inner)")["id"]?.stringValue == names[1])
        let agents = try await house.get("/v1/agents/?order=asc").arrayValue?.compactMap {
            $0["name"]?.stringValue
        }
        #expect(agents == ["default", "planner", "helper", "writer"])
        let helperID = ForeignID(.agent, name: "helper", project: house.project.id)
        #expect(try await house.ids("/v1/steps/?agent_id=\(helperID)").count == 1)
    }

    @Test("A run whose root has not ended runs, until sixty seconds of silence")
    func running() async throws {
        var whole = SampleRun()
        let root = whole.span("agent", [("gen_ai.operation.name", .string("invoke_agent"))])
        whole.call([LettaRuns.question], [LettaRuns.answer], parent: root)
        let house = try await LettaHouse([])
        let end = whole.spans[1].end.nanoseconds - house.time.now.nanoseconds
        try await house.record([whole.spans[1]])
        house.time.advance(milliseconds: end / 1_000_000 + 59_999)
        let early = try #require(try await house.get("/v1/runs/")[0])
        #expect(
            early["status"] == "running" && early["completed_at"] == .null && early["stop_reason"] == .null)
        #expect(try await house.ids("/v1/runs/active").count == 1)
        #expect(try await house.ids("/v1/runs/?statuses=completed").isEmpty)
        house.time.advance(milliseconds: 1)
        #expect(try await house.get("/v1/runs/")[0]?["status"] == "completed")
        #expect(try await house.ids("/v1/runs/?active=true").isEmpty)
    }

    @Test(
        "How the last step ended says how the run did",
        arguments: [
            ("stop", "completed", "end_turn"), ("length", "failed", "max_tokens_exceeded"),
            ("cancelled", "cancelled", "cancelled"), ("content_filter", "failed", "invalid_llm_response"),
        ])
    func endings(_ reason: String, _ status: String, _ stopReason: String) async throws {
        var run = SampleRun()
        let root = run.span("agent", [("gen_ai.operation.name", .string("invoke_agent"))])
        run.span(
            "chat",
            [
                ("gen_ai.operation.name", .string("chat")), ("gen_ai.request.model", .string("m")),
                ("gen_ai.response.finish_reasons", .array([.string(reason)])),
                ("gen_ai.server.time_to_first_token", .double(12.5)),
            ], parent: root)
        let house = try await LettaHouse([run])
        let found = try #require(
            try await house.get("/v1/runs/?stop_reason=\(stopReason)&statuses=\(status)")[0])
        #expect(found["status"]?.stringValue == status && found["stop_reason"]?.stringValue == stopReason)
        #expect(found["ttft_ns"] == 12_500_000)
        #expect(try await house.ids("/v1/runs/?stop_reason=tool_rule").isEmpty)
    }

    @Test("A run that failed around good steps has failed")
    func failedAround() async throws {
        var run = SampleRun()
        let root = run.span(
            "agent", [("gen_ai.operation.name", .string("invoke_agent"))], error: "out of budget")
        run.call([LettaRuns.question], [LettaRuns.answer], parent: root)
        let found = try await only(run)
        #expect(found["status"] == "failed" && found["stop_reason"] == "error")
    }

    @Test("Usage is the sum over all steps, metrics and spans those of the run")
    func sums() async throws {
        let run = LettaRuns.toolRun()
        let house = try await LettaHouse([run])
        let id = try await house.ids("/v1/runs/")[0]
        #expect(
            try await house.get("/v1/runs/\(id)/usage") == [
                "completion_tokens": 40, "prompt_tokens": 200, "total_tokens": 240,
                "completion_tokens_details": .null,
                "prompt_tokens_details": .null, "step_count": 2,
            ])
        let metrics = try await house.get("/v1/runs/\(id)/metrics")
        #expect(metrics["run_start_ns"] == 1_767_225_600_000_000_000 && metrics["run_ns"] == 1_000_000_000)
        #expect(metrics["num_steps"] == 2 && metrics["tools_used"] == ["weather"])
        let spans = try await house.get("/v1/runs/\(id)/trace?limit=3").arrayValue ?? []
        #expect(spans.compactMap { $0["kind"]?.stringValue } == ["agent", "llm", "tool"])
        #expect(spans.allSatisfy { $0["traceId"]?.stringValue == run.traceID.description })
        #expect(try await house.ask(.get, "/v1/runs/\(id)/trace?limit=5001").status == .unprocessableContent)
    }

    @Test("Runs are paged like steps, both ways, and narrowed by agent and conversation")
    func lists() async throws {
        let house = try await LettaHouse(LettaRuns.crowd(37) + [LettaRuns.toolRun(1, startMilliseconds: 500)])
        let all = try await house.ids("/v1/runs/?limit=1000")
        #expect(all.count == 38 && Set(all).count == 38)
        #expect(try await house.ids("/v1/runs/?order=asc&limit=1000") == all.reversed())
        #expect(try await house.ids("/v1/runs/?ascending=true&order=desc&limit=1000") == all.reversed())
        var forward: [String] = []
        while true {
            let page = try await house.ids("/v1/runs/?limit=5\(forward.last.map { "&after=\($0)" } ?? "")")
            if page.isEmpty { break }
            forward += page
        }
        #expect(forward == all)
        #expect(try await house.ids("/v1/runs/?limit=5&before=\(all[20])") == Array(all[15..<20]))
        let weather = ForeignID(.agent, name: "weather", project: house.project.id)
        let talk = ForeignID(.conversation, name: "s-1", project: house.project.id)
        let one = try await house.ids("/v1/runs/?agent_id=\(weather)")
        #expect(one.count == 1)
        #expect(try await house.ids("/v1/runs/?agent_ids=\(weather)") == one)
        #expect(try await house.ids("/v1/runs/?conversation_id=\(talk)") == one)
        #expect(try await house.ids("/v1/runs/?conversation_id=conv-1").isEmpty)
        #expect(try await house.ids("/v1/runs/?background=true").isEmpty)
        #expect(try await house.ids("/v1/runs/?statuses=created").isEmpty)
    }

    @Test("A run's own steps are listed newest first, both ways")
    func steps() async throws {
        let house = try await LettaHouse([LettaRuns.toolRun()] + LettaRuns.crowd(5))
        let weather = ForeignID(.agent, name: "weather", project: house.project.id)
        let id = try await house.ids("/v1/runs/?agent_id=\(weather)")[0]
        let all = try await house.ids("/v1/runs/\(id)/steps")
        #expect(all == (try await house.ids("/v1/steps/?agent_id=\(weather)")))
        #expect(try await house.ids("/v1/runs/\(id)/steps?order=asc") == all.reversed())
        #expect(try await house.ids("/v1/runs/\(id)/steps?limit=1&after=\(all[0])") == [all[1]])
        #expect(try await house.ids("/v1/runs/\(id)/steps?after=\(all[1])") == [])
        #expect(try await house.ids("/v1/runs/\(id)/steps?limit=1&before=\(all[1])") == [all[0]])
    }

    @Test("Parents that form a ring or never came leave every call in exactly one run")
    func oddParents() async throws {
        var run = SampleRun()
        run.call([LettaRuns.question], [LettaRuns.answer], parent: SpanID(1 << 32 + 2))
        run.call([LettaRuns.question], [LettaRuns.answer], parent: SpanID(1 << 32 + 1))
        run.call([LettaRuns.question], [LettaRuns.answer], parent: SpanID(99))
        let house = try await LettaHouse([run])
        let runs = try await house.ids("/v1/runs/")
        #expect(runs.count == 1)
        #expect(try await house.ids("/v1/runs/\(runs[0])/steps").count == 3)
    }
}
