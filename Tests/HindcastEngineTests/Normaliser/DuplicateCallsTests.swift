import HindcastModel
import Testing

@Suite struct DuplicateCallsTests {
    private func call(
        _ id: UInt64, parent: UInt64? = nil, from start: Int64, to end: Int64, response: String? = "r",
        model: String? = "m", answer: Int64? = 1, hasMessages: Bool = true, isCall: Bool = true
    ) -> DuplicateCalls.Candidate {
        DuplicateCalls.Candidate(
            spanID: SpanID(id), parentID: parent.map { SpanID($0) }, isModelCall: isCall,
            start: Timestamp(nanoseconds: start), end: Timestamp(nanoseconds: end), model: model,
            responseID: response, answer: answer.map { ContentID($0) }, hasMessages: hasMessages)
    }

    @Test("A call inside a call with the same response id counts once: the inner one") func nested() {
        let spans = [call(1, from: 0, to: 1000), call(2, parent: 1, from: 400, to: 500)]
        #expect(DuplicateCalls.find(in: spans) == [SpanID(1)])
        #expect(DuplicateCalls.find(in: spans.reversed()) == [SpanID(1)])
    }

    @Test("Of two reports the one with messages is kept") func messages() {
        let spans = [call(1, from: 0, to: 1000), call(2, parent: 1, from: 10, to: 990, hasMessages: false)]
        #expect(DuplicateCalls.find(in: spans) == [SpanID(2)])
    }

    @Test("Without response ids, times, model and answer decide") func withoutID() {
        func spans(_ end: Int64, _ model: String, _ answer: Int64) -> [DuplicateCalls.Candidate] {
            [
                call(1, from: 0, to: 1000, response: nil),
                call(5, parent: 1, from: 0, to: 1000, isCall: false),
                call(2, parent: 5, from: 10, to: end, response: nil, model: model, answer: answer),
            ]
        }
        #expect(DuplicateCalls.find(in: spans(990, "m", 1)) == [SpanID(1)])
        #expect(DuplicateCalls.find(in: spans(900, "m", 1)).isEmpty)
        #expect(DuplicateCalls.find(in: spans(990, "other", 1)).isEmpty)
        #expect(DuplicateCalls.find(in: spans(990, "m", 2)).isEmpty)
    }

    @Test("Siblings need an equal response id and the same time") func siblings() {
        let parent = call(9, from: 0, to: 5000, isCall: false)
        #expect(
            DuplicateCalls.find(in: [
                parent, call(1, parent: 9, from: 0, to: 100), call(2, parent: 9, from: 1, to: 100),
            ])
                == [SpanID(2)])
        #expect(
            DuplicateCalls.find(in: [
                parent, call(1, parent: 9, from: 0, to: 100), call(2, parent: 9, from: 200, to: 300),
            ])
            .isEmpty)
    }

    @Test("Three reports of one call leave one") func three() {
        let spans = [
            call(1, from: 0, to: 1000), call(2, parent: 1, from: 5, to: 995),
            call(3, parent: 2, from: 10, to: 990),
        ]
        #expect(DuplicateCalls.find(in: spans) == [SpanID(1), SpanID(2)])
    }

    @Test("A loop of parents ends") func loop() {
        let spans = [call(1, parent: 2, from: 0, to: 100), call(2, parent: 1, from: 0, to: 100)]
        #expect(DuplicateCalls.find(in: spans).count == 1)
    }
}
