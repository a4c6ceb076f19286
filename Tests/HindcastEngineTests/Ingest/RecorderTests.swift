import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore
import HindcastStoreSQLite
import TestKit
import Testing

/// What was recorded, on the embedded engine: the same answers however it was delivered.
@Suite("Recorded on disk and read back")
struct RecorderTests {
    @Test("Every attribute of a real request comes back byte for byte", arguments: RecordedCapture.names)
    func attributes(name: String) async throws {
        let house = try await RecordingHouse()
        let delivery = try RecordedCapture.delivery(name)
        try await house.record(delivery)
        for wanted in delivery.spans {
            let stored = try await house.store.span(wanted.spanID, of: wanted.traceID, project: house.project)
            let found = try await #require(stored).restored(from: house.store, traceID: wanted.traceID)
            #expect(SpanBytes(found) == SpanBytes(wanted), "\(wanted.name)")
        }
        var logs: [LogDraft] = []
        for trace in Set(delivery.logs.compactMap(\.traceID)) {
            logs += try await house.reader.logs(of: trace, project: house.project) ?? []
        }
        let wanted = delivery.logs.filter { $0.traceID != nil }
        #expect(Set(logs.map(LogBytes.init)) == Set(wanted.map(LogBytes.init)))
        await house.close()
    }

    @Test("Sent again, in reverse, in single pieces or all at once: the answers are the same")
    func delivery() async throws {
        for name in RecordedCapture.names {
            let whole = try RecordedCapture.delivery(name)
            let pieces =
                whole.spans.map { Delivery(spans: [$0], payloadBytes: 1000) }
                + whole.logs.map { Delivery(logs: [$0], payloadBytes: 1000) }
            let halves = [
                Delivery(spans: whole.spans.suffix(1), logs: Array(whole.logs.prefix(2)), payloadBytes: 1000),
                whole,
            ]
            let wanted = try await answers(to: [whole])
            #expect(wanted.count > whole.spans.count)
            func expect(_ deliveries: [Delivery], _ comment: Comment) async throws {
                let found = try await answers(to: deliveries)
                #expect(RecordingHouse.difference(found, wanted) == nil, comment)
            }
            try await expect([whole, whole], "\(name) twice")
            try await expect(pieces, "\(name) in pieces")
            try await expect(pieces.reversed(), "\(name) reversed")
            try await expect(halves, "\(name) overlapping")
        }
    }

    private func answers(to deliveries: [Delivery]) async throws -> [String] {
        let house = try await RecordingHouse()
        for delivery in deliveries { try await house.record(delivery) }
        let found = try await house.answers()
        #expect(try await house.store.check { _ in } == [])
        await house.close()
        return found
    }

    @Test("Many clients at once, each sending everything, leave one of each")
    func atOnce() async throws {
        let house = try await RecordingHouse()
        let whole = try RecordedCapture.delivery("openinference-langgraph")
        try await withThrowingTaskGroup { group in
            for turn in 0..<8 {
                group.addTask {
                    for span in turn.isMultiple(of: 2) ? whole.spans : whole.spans.reversed() {
                        try await house.record(Delivery(spans: [span], payloadBytes: 1000))
                    }
                }
            }
            try await group.waitForAll()
        }
        let found = try await house.answers()
        let wanted = try await answers(to: [whole])
        #expect(RecordingHouse.difference(found, wanted) == nil)
        await house.close()
    }

    @Test("A span sent again with other content ends the same whichever came last, and the run goes on")
    func otherContent() async throws {
        let hello = SampleRun.message("user", "Weather in Oslo?")
        var first = SampleRun()
        first.call([hello], [SampleRun.message("assistant", "Mild.")])
        var second = SampleRun()
        second.call(
            [SampleRun.message("user", "Weather in Bergen?")], [SampleRun.message("assistant", "Wet.")])
        var later = SampleRun(2, startMilliseconds: 5000)
        later.call([hello], [SampleRun.message("assistant", "Mild.")])
        var last = SampleRun(3, startMilliseconds: 9000)
        last.call([SampleRun.message("user", "Weather in Bergen?")], [SampleRun.message("assistant", "Wet.")])

        var found: [[String]] = []
        for order in [
            [first, second], [second, first], [first, second, first], [second, first, second, first],
        ] {
            let house = try await RecordingHouse()
            for run in order { try await house.record(run) }
            try await house.record(later)
            try await house.record(last)
            found.append(try await house.answers())
            #expect(try await house.store.statistics(project: house.project).spans == 3)
            #expect(try await house.newMessages(later.traceID) == [1])
            #expect(try await house.store.check { _ in } == [])
            await house.close()
        }
        for other in found.dropFirst() { #expect(RecordingHouse.difference(other, found[0]) == nil) }
    }

    @Test(
        "What was said in log records is told whether they come before their spans or behind",
        arguments: [true, false])
    func logsAroundSpans(logsFirst: Bool) async throws {
        for name in ["genai-openai-v2-default", "genai-openai-v2-2.4", "claude-code"] {
            let house = try await RecordingHouse()
            let whole = try RecordedCapture.delivery(name)
            let spans = Delivery(spans: whole.spans, payloadBytes: 1000)
            let logs = Delivery(logs: whole.logs, payloadBytes: 1000)
            for delivery in logsFirst ? [logs, spans] : [spans, logs] { try await house.record(delivery) }
            let trace = try #require(whole.spans.first?.traceID)
            let found = try await house.transcript(trace).filter { $0.side != .tool }.compactMap(\.message)
            let wanted = try #require(try CapturedRequest.json("expected")[name]?["messages"]?.arrayValue)
            #expect(found.map(\.role.name) == wanted.map { $0["role"]?.stringValue }, "\(name)")
            #expect(found.map(\.text) == wanted.map { $0["text"]?.stringValue ?? "" }, "\(name)")
            #expect(
                found.map { $0.toolCalls.map(\.arguments) }
                    == wanted.map { ($0["tool_calls"]?.arrayValue ?? []).compactMap { $0["arguments"] } },
                "\(name)")
            #expect(
                found.map { $0.toolResults.first?.id } == wanted.map { $0["tool_call_id"]?.stringValue },
                "\(name)")
            await house.close()
        }
    }

    @Test("A Claude Code session that sends log records alone becomes a conversation, in any order")
    func sessionOfLogs() async throws {
        let logs = try RecordedCapture.delivery("claude-code").logs.map { log in
            var log = log
            log.traceID = nil
            log.spanID = nil
            return log
        }
        let orders = [[logs], logs.map { [$0] }, logs.reversed().map { [$0] }, [logs, logs]]
        var found: [[String]] = []
        for order in orders {
            let house = try await RecordingHouse()
            for part in order { try await house.record(Delivery(logs: part, payloadBytes: 1000)) }
            let traces = try await house.store.traces(TraceQuery(limit: 10), project: house.project).items
            try #require(traces.count == 1)
            #expect(traces[0].spanCount == 4)
            #expect(traces[0].sessionID == "a8845583-b382-4d85-a719-c0f63a30c74f")
            let messages = try await house.transcript(traces[0].id).filter { $0.side != .tool }
            #expect(messages.map { $0.message?.role.name } == ["user", "assistant", "tool", "assistant"])
            #expect(messages.last?.message?.text == "It is 21 C in Oslo.")
            found.append(try await house.answers())
            await house.close()
        }
        for other in found.dropFirst() { #expect(RecordingHouse.difference(other, found[0]) == nil) }
    }

    @Test("Retries, edits, a shortened context and a sub-agent are branches; the rest goes on")
    func branches() async throws {
        let system = SampleRun.message("system", "Be brief.")
        let hello = SampleRun.message("user", "Weather in Oslo?")
        let mild = SampleRun.message("assistant", "Mild.")
        let cold = SampleRun.message("assistant", "Cold.")
        let thanks = SampleRun.message("user", "Thanks")
        let summary = SampleRun.message("user", "So far: Oslo is mild.")
        var run = SampleRun()
        let first = run.call([system, hello], [mild])
        run.call([system, hello], [cold])
        run.call(
            [system, SampleRun.message("user", "Weather in Bergen?")],
            [SampleRun.message("assistant", "Wet.")])
        run.call([system, hello, mild, thanks], [SampleRun.message("assistant", "Welcome.")])
        run.call([system, summary, thanks], [SampleRun.message("assistant", "Sure.")])
        let agent = run.span("agent", [("gen_ai.operation.name", .string("invoke_agent"))])
        run.call([SampleRun.message("system", "You look things up."), hello], [mild], parent: agent)
        let house = try await RecordingHouse()
        try await house.record(run)
        let newMessages = try await house.newMessages(run.traceID)
        // What the run said elsewhere before is copied, not new: the thanks, and the question to the sub-agent.
        #expect(newMessages == [2, 0, 1, 1, 1, 1])
        var origins: [SpanID: TranscriptItem] = [:]
        let items = try await house.transcript(run.traceID)
        for item in items where origins[item.span] == nil { origins[item.span] = item }
        let calls = run.spans.filter { $0.spanID != agent }.compactMap { origins[$0.spanID] }
        #expect(calls.map(\.origin) == [.root, .retry, .branch, .continuation, .branch, .root])
        #expect(calls[1].branchOf == first)
        // Each is kept once, whoever repeats it.
        let messages = try await house.store.statistics(project: house.project).messages
        #expect(messages == 11)
        await house.close()
    }
}
