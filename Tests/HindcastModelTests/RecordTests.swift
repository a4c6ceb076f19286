import HindcastJSON
import HindcastModel
import Testing

@Suite("What people write")
struct RecordTests {
    private let author = Author(name: "ada", key: 1)
    private let now = Timestamp(nanoseconds: 1000)

    @Test("A record id prints as a UUID of version 4, is read back in every form, and is never drawn twice")
    func recordIDs() throws {
        var seen: Set<RecordID> = []
        for _ in 0..<1000 {
            let id = RecordID.random()
            let text = id.description
            #expect(Array(text)[14] == "4" && "89ab".contains(Array(text)[19]))
            #expect(RecordID(text) == id && RecordID(text.uppercased()) == id)
            #expect(RecordID(text.filter { $0 != "-" }) == id && RecordID(bytes: id.bytes) == id)
            seen.insert(id)
        }
        #expect(seen.count == 1000)
        for bad in ["", "7e0f5a3c", "7e0f5a3c-1b2d-4c6e-9f80-a1b2c3d4e5fz"] { #expect(RecordID(bad) == nil) }
    }

    @Test("An annotation's source and status are what its extras say, if they are texts")
    func annotationSource() {
        var annotation = Annotation(
            id: RecordID(high: 1, low: 2), project: ProjectID(1), trace: TraceID(high: 1, low: 1),
            address: "",
            content: "", author: author, created: now)
        #expect(annotation.source == nil && annotation.status == nil)
        annotation.extras["source"] = .string("judge")
        annotation.extras["status"] = .string("accepted")
        #expect(annotation.source == "judge" && annotation.status == "accepted")
        annotation.extras["source"] = .number(JSONNumber(1))
        #expect(annotation.source == nil)
    }

    @Test("A link opens its run until the moment it expires, or for ever")
    func shareExpiry() {
        var share = Share(
            project: ProjectID(1), trace: TraceID(high: 1, low: 1), token: "t", author: author, created: now)
        #expect(share.isOpen(at: Timestamp(nanoseconds: .max)))
        share.expires = Timestamp(nanoseconds: 2000)
        #expect(share.isOpen(at: Timestamp(nanoseconds: 1999)))
        #expect(!share.isOpen(at: Timestamp(nanoseconds: 2000)))
    }

    @Test("Calls are ordered by start, then span, then trace; span ids are unsigned")
    func callOrder() {
        func place(_ start: Int64, _ span: UInt64, _ trace: UInt64) -> CallPlace {
            CallPlace(
                start: Timestamp(nanoseconds: start),
                key: SpanKey(trace: TraceID(high: 0, low: trace), span: SpanID(span)))
        }
        let sorted = [
            place(-1, .max, 9), place(0, 1, 5), place(0, 1, 6), place(0, 2, 1), place(0, .max, 1),
            place(1, 1, 1),
        ]
        #expect(sorted.reversed().sorted() == sorted)
    }
}
