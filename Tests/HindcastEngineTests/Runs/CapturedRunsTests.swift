import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastEngine

/// Runs and steps out of the recorded requests of real packages.
@Suite("Runs of captures")
struct CapturedRunsTests {
    private struct House {
        let store = FakeStore()
        let runs: RunReader
        let first: TraceID
        let expected: JSON
        let project = ProjectID(1)

        init(_ name: String) async throws {
            expected = try #require(try CapturedRequest.json("expected")[name])
            let files = expected["files"]?.arrayValue?.compactMap(\.stringValue) ?? [name]
            let request = try CapturedRequest(files)
            let normaliser = Normaliser()
            let recorder = Recorder(store: store, normaliser: normaliser, disk: EndlessDisk()) { _ in }
            try await recorder.record(
                Delivery(spans: request.spans, logs: request.logs, payloadBytes: 1000), project: project)
            runs = RunReader(
                reader: TraceReader(store: store, normaliser: normaliser), feedback: store, time: ManualTime()
            )
            first = try #require(request.spans.min { $0.start < $1.start }).traceID
        }

        func steps() async throws -> [RunStep] {
            try await runs.steps(
                StepQuery(window: CallWindow(isAscending: true, limit: 1000)), project: project)
        }
    }

    @Test(
        "Every counted call is a step of exactly one run, in order", arguments: NormaliserCaptureTests.names)
    func steps(name: String) async throws {
        let house = try await House(name)
        let steps = try await house.steps()
        #expect(!steps.isEmpty)
        let query = RunQuery(window: CallWindow(isAscending: true, limit: 1000))
        var found: [SpanKey] = []
        for run in try await house.runs.runs(query, project: house.project) {
            let own = try await house.runs.steps(
                of: run.key, in: CallWindow(isAscending: true, limit: 1000), project: house.project)
            #expect(own.allSatisfy { $0.run == run.key })
            #expect(own.count == run.stepCount)
            found += own.map(\.key)
            let sum = try #require(try await house.runs.usage(of: run.key, project: house.project))
            #expect(sum.usage.input == own.compactMap(\.summary.usage.input).reduce(0, +))
        }
        #expect(found.count == steps.count && Set(found) == Set(steps.map(\.key)))
        for step in steps {
            let id = ForeignID(.step, trace: step.key.trace, span: step.key.span)
            #expect(try await house.runs.step(id, project: house.project) == step.key)
            let metrics = try #require(try await house.runs.metrics(of: step.key, project: house.project))
            #expect(metrics.totalNanoseconds >= metrics.requestNanoseconds)
            #expect(metrics.totalNanoseconds >= metrics.toolNanoseconds ?? 0)
        }
    }

    @Test(
        "The messages of the first trace's steps are its conversation, each told once",
        arguments: NormaliserCaptureTests.names)
    func messages(name: String) async throws {
        let house = try await House(name)
        var found: [StepMessage] = []
        for step in try await house.steps() where step.key.trace == house.first {
            let query = MessageQuery(.step(step.key), isAscending: true, limit: 1000)
            let own = try await house.runs.messages(query, project: house.project)
            #expect(own.map(\.position) == own.map(\.position).sorted())
            #expect(own.allSatisfy { $0.step == step.key })
            found += own
        }
        #expect(Set(found.map(\.id)).count == found.count)
        let wanted = (house.expected["messages"] ?? house.expected["messages_first_trace"])?.arrayValue ?? []
        #expect(found.map(\.message.role.name) == wanted.compactMap { $0["role"]?.stringValue })
        for (message, wanted) in zip(found, wanted) {
            guard let text = wanted["content"]?.stringValue ?? wanted["text"]?.stringValue else { continue }
            #expect(message.message.text == text || message.message.toolResults.first?.plainText == text)
        }
    }

    @Test("What OpenInference captured of the provider's bodies is given back, what others told is rebuilt")
    func exchanges() async throws {
        for (name, isRecorded) in [("openinference-openai.traces", true), ("pydantic-ai.traces", false)] {
            for step in try await House(name).steps() {
                let exchange = try #require(step.exchange)
                #expect(
                    exchange.request.isRecorded == isRecorded && exchange.response.isRecorded == isRecorded)
                #expect(exchange.request.body["messages"]?.arrayValue?.isEmpty == false)
                #expect(exchange.response.body["choices"]?.arrayValue?.isEmpty == false)
            }
        }
    }
}
