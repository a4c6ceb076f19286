import HindcastModel
import Testing

@testable import HindcastEngine

@Suite("Spans that are made here")
struct MadeSpanTests {
    private static let long = String(repeating: "a long text ", count: 100)
    private static let list =
        "[" + (0..<6).map { "{\"n\":\($0),\"text\":\"\(long)\"}" }.joined(separator: ", ") + "]"

    /// Values at both sides of every size at which the archive changes its form.
    private static let values: [[AttributeValue]] = [
        [], [.string("")], [.string("short"), .bytes([0, 255])], [.string(long)], [.string(list)],
        [.string(String(repeating: long, count: 8)), .string("after")],
        [.bytes(Array(repeating: 7, count: 9000)), .bytes(Array(repeating: 8, count: 600))],
    ]

    @Test("A span made here is archived byte for byte like one that came through a door", arguments: values)
    func sameArchive(values: [AttributeValue]) {
        let attributes = values.enumerated().map { number, value in
            AttributeEntry(key: "hindcast.part.\(number)", value: value)
        }
        var draft = SpanDraft(
            traceID: TraceID(high: 1, low: 1), spanID: SpanID(1), name: "run",
            start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 1))
        draft.attributes = Attributes(attributes)
        let arrived = SpanArchive(draft, joinedLogs: 0)
        let made = SpanArchive(name: "run", attributes)
        #expect(made.body == arrived.body)
        #expect(made.paths.map(\.keys) == arrived.paths.map(\.keys))
        for (one, other) in zip(made.paths, arrived.paths) {
            #expect(one.salt == other.salt)
            #expect(one.keys.indices.map(one.contents) == other.keys.indices.map(other.contents))
        }
    }
}
