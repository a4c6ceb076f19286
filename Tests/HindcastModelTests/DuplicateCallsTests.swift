import HindcastModel
import Testing

@Suite("The same model call reported twice")
struct DuplicateCallsTests {
    private func call(
        _ id: UInt64, parent: UInt64? = nil, _ times: ClosedRange<Int64>, response: String? = nil,
        answer: Int64? = nil,
        model: String? = "m", messages: Bool = true, isModelCall: Bool = true
    ) -> DuplicateCalls.Candidate {
        DuplicateCalls.Candidate(
            spanID: SpanID(id), parentID: parent.map { SpanID($0) }, isModelCall: isModelCall,
            start: Timestamp(nanoseconds: times.lowerBound), end: Timestamp(nanoseconds: times.upperBound),
            model: model,
            responseID: response, answer: answer.map { ContentID($0) }, hasMessages: messages)
    }

    @Test("A framework's span over the provider's with the same response id counts once, the inner one")
    func ancestorByResponse() {
        let found = DuplicateCalls.find(in: [
            call(1, 0...1000, response: "r"), call(2, parent: 1, 400...500, response: "r"),
        ])
        #expect(found == [SpanID(1)])
    }

    @Test("The one with messages is kept, whichever it is")
    func keepsMessages() {
        let found = DuplicateCalls.find(in: [
            call(1, 0...1000, response: "r"), call(2, parent: 1, 0...1000, response: "r", messages: false),
        ])
        #expect(found == [SpanID(2)])
    }

    @Test("Without response ids, equal answers at the same time are one call, through spans between")
    func ancestorByAnswer() {
        let between = call(5, parent: 1, 0...1000, isModelCall: false)
        let inner = call(2, parent: 5, 10...1000, answer: 7)
        #expect(DuplicateCalls.find(in: [call(1, 0...1000, answer: 7), between, inner]) == [SpanID(1)])
        #expect(DuplicateCalls.find(in: [call(1, 0...1000, answer: 8), between, inner]).isEmpty)
    }

    @Test("Sequential siblings with a repeated response id are two calls")
    func siblings() {
        #expect(
            DuplicateCalls.find(in: [
                call(1, parent: 9, 0...100, response: "r"), call(2, parent: 9, 101...200, response: "r"),
            ]).isEmpty)
        #expect(
            DuplicateCalls.find(in: [
                call(1, parent: 9, 0...100, response: "r"), call(2, parent: 9, 1...100, response: "r"),
            ]) == [SpanID(2)])
    }

    @Test("The verdict does not depend on the order of arrival")
    func order() {
        let spans = [
            call(1, 0...1000, response: "r"), call(2, parent: 1, 0...1000, response: "r", answer: 1),
            call(3, parent: 2, 1...999, response: "r", answer: 1), call(4, 2000...3000, response: "s"),
        ]
        let expected = DuplicateCalls.find(in: spans)
        #expect(expected == [SpanID(1), SpanID(2)])
        #expect(DuplicateCalls.find(in: spans.reversed()) == expected)
    }

    @Test("A loop of parents ends")
    func loop() {
        let spans = [call(1, parent: 2, 0...10, answer: 1), call(2, parent: 1, 0...10, answer: 1)]
        #expect(DuplicateCalls.find(in: spans).count <= 1)
    }
}
