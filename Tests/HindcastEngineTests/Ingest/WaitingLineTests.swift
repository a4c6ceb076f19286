import Testing

@testable import HindcastEngine

@Suite("Requests that wait for a commit")
struct WaitingLineTests {
    @Test("What gathered during a commit is the next batch")
    func gathers() {
        var line = WaitingLine<Int>(bytesMax: 100)
        for item in 1...3 {
            let taken = line.append(item, bytes: 10, spans: 1)
            #expect(taken)
        }
        let batch = line.takeBatch()
        #expect(batch == [1, 2, 3])
        #expect(line.isEmpty)
        #expect(line.waitingBytes == 0)
    }

    @Test("A batch is bounded in bytes and spans, and keeps the order")
    func bounded() {
        var line = WaitingLine<Int>(bytesMax: 1000)
        for item in 1...6 { _ = line.append(item, bytes: 10, spans: 2) }
        let byBytes = line.takeBatch(bytesMax: 25, spansMax: 100)
        let bySpans = line.takeBatch(bytesMax: 100, spansMax: 6)
        let rest = line.takeBatch()
        #expect(byBytes == [1, 2])
        #expect(bySpans == [3, 4, 5])
        #expect(rest == [6])
    }

    @Test("More than the bound is refused; one item alone is always taken")
    func refusal() {
        var line = WaitingLine<Int>(bytesMax: 15)
        let alone = line.append(1, bytes: 500, spans: 1)
        let second = line.append(2, bytes: 1, spans: 1)
        let batch = line.takeBatch(bytesMax: 10)
        let afterwards = line.append(3, bytes: 15, spans: 1)
        #expect(alone)
        #expect(!second)
        #expect(batch == [1])
        #expect(afterwards)
    }
}
