import HindcastModel
import TestKit
import Testing

@Suite("Ids as Letta's clients know them lead back to what they name")
struct ForeignIDTests {
    private static let spanKinds: [ForeignID.Kind] = [.step, .run, .providerTrace]

    private func isStrict(_ id: ForeignID) -> Bool {
        let pattern = /[a-z_]+-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        return id.description.wholeMatch(of: pattern) != nil
            && id.description.hasPrefix(id.kind.rawValue + "-")
    }

    @Test("Random steps, runs and messages are found again from their printed ids")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 3)
        for round in 0..<2000 {
            // Every third trace id has 64 bits only.
            let trace = TraceID(high: round % 3 == 0 ? 0 : random.next(), low: random.next())
            let span = SpanID(round % 7 == 0 ? 0 : random.next())
            for kind in Self.spanKinds {
                let id = ForeignID(kind, trace: trace, span: span)
                #expect(isStrict(id))
                let read = try #require(ForeignID(id.description, as: kind))
                #expect(read == id)
                #expect(try #require(read.traces).contains(trace))
                #expect(read.span(of: trace) == span)
            }
            let position = Int.random(in: 0...65_535, using: &random)
            let message = ForeignID(message: position, of: span, trace: trace)
            #expect(isStrict(message))
            let read = try #require(ForeignID(message.description, as: .message))
            #expect(read.position == position && read.span(of: trace) == span)
            #expect(try #require(read.traces).contains(trace))
        }
    }

    @Test("The range of traces is narrow: half of a random trace id, or all but seven bits of a short one")
    func range() throws {
        let long = try #require(
            ForeignID(.step, trace: TraceID(high: 0x1234_5678_9abc_def0, low: 5), span: SpanID(1)).traces)
        #expect(long.lowerBound == TraceID(high: 0x1234_5678_9abc_de80, low: 0))
        #expect(long.upperBound == TraceID(high: 0x1234_5678_9abc_deff, low: .max))
        let short = try #require(
            ForeignID(.run, trace: TraceID(high: 0, low: 0x1234), span: SpanID(1)).traces)
        #expect(short == TraceID(high: 0, low: 0x1200)...TraceID(high: 0, low: 0x127f))
    }

    @Test("The digits of a step begin like those of its trace")
    func readable() throws {
        let trace = try #require(TraceID("b9717de7caaa5e8b981c6f7d03a6b200"))
        #expect(
            ForeignID(.step, trace: trace, span: SpanID(1)).description.hasPrefix("step-b9717de7-caaa-45e"))
    }

    @Test("Spans with one id in traces with one prefix keep different ids")
    func collisions() {
        var seen: Set<String> = []
        for low in 0..<5000 as Range<UInt64> {
            for span in 0..<4 as Range<UInt64> {
                seen.insert(
                    ForeignID(.step, trace: TraceID(high: 7, low: low), span: SpanID(span)).description)
            }
        }
        #expect(seen.count == 20_000)
    }

    @Test("Ids printed by this version stay as they are: clients keep them")
    func fixed() throws {
        let trace = try #require(TraceID("6e0c63257de34c92bf9efcd03927272e"))
        let span = try #require(SpanID("f7a13dc7995ae462"))
        #expect(
            ForeignID(.step, trace: trace, span: span).description
                == "step-6e0c6325-7de3-44ca-b916-0f0169be13bf")
        #expect(
            ForeignID(.run, trace: trace, span: SpanID(0)).description
                == "run-6e0c6325-7de3-44c9-8eb7-32c6f0e4f7dd")
        #expect(
            ForeignID(message: 3, of: span, trace: trace).description
                == "message-6e0c6325-7dae-4458-8f01-69be13bf0003")
        #expect(
            ForeignID(.agent, name: "planner", project: ProjectID(1)).description
                == "agent-382406be-c47f-45c0-bb14-555656fd58f1")
    }

    @Test("Agents and conversations have ids of their own in every project")
    func names() {
        let ids = [
            ForeignID(.agent, name: "a", project: ProjectID(1)),
            ForeignID(.agent, name: "a", project: ProjectID(2)),
            ForeignID(.agent, name: "b", project: ProjectID(1)),
            ForeignID(.conversation, name: "a", project: ProjectID(1)),
        ]
        #expect(Set(ids.map { $0.description.split(separator: "-", maxSplits: 1)[1] }).count == 4)
        for id in ids {
            #expect(isStrict(id) && id.traces == nil)
            #expect(ForeignID(id.description, as: id.kind) == id)
        }
    }

    @Test(
        "What is not exactly an id of its kind is refused",
        arguments: [
            "", "step-", "step", "run-3f0c9d52-7a41-4c8e-9b1d-0f6a2e5c7d10",
            "3f0c9d52-7a41-4c8e-9b1d-0f6a2e5c7d10", "step-3f0c9d52-7a41-4c8e-9b1d-0f6a2e5c7d1",
            "step-3f0c9d52-7a41-4c8e-9b1d-0f6a2e5c7d100", "step-3f0c9d52-7a41-1c8e-9b1d-0f6a2e5c7d10",
            "step-3f0c9d52-7a41-4c8e-1b1d-0f6a2e5c7d10", "step-3f0c9d527a414c8e9b1d0f6a2e5c7d10",
            "step-3F0C9D52-7A41-4C8E-9B1D-0F6A2E5C7D10", "Step-3f0c9d52-7a41-4c8e-9b1d-0f6a2e5c7d10",
            "step-3f0c9d52-7a41-4c8e-9b1d-0f6a2e5c7d1g", "step-3f0c9d5-27a41-4c8e-9b1d-0f6a2e5c7d10",
            " step-3f0c9d52-7a41-4c8e-9b1d-0f6a2e5c7d10", "step-３f0c9d52-7a41-4c8e-9b1d-0f6a2e5c7d10",
        ])
    func refused(_ text: String) {
        #expect(ForeignID(text, as: .step) == nil)
    }
}
