import HindcastModel
import Testing

@testable import HindcastEngine

@Suite("A list that is read as messages and kept as slices")
struct ArrayCutTests {
    private static let text: String = {
        let long = String(repeating: "word ", count: 30)
        return "[" + (0..<6).map { "{\"role\":\"user\",\"content\":\"\(long)\($0)\"}" }.joined(separator: ",")
            + "]"
    }()

    private static func draft() -> SpanDraft {
        var draft = SpanDraft(
            traceID: TraceID(high: 1, low: 1), spanID: SpanID(1), name: "chat",
            start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 1))
        draft.attributes = Attributes([
            AttributeEntry(key: "gen_ai.operation.name", value: .string("chat")),
            AttributeEntry(key: "gen_ai.input.messages", value: .string(text)),
        ])
        return draft
    }

    private static func cuts(_ draft: SpanDraft) -> [ArrayCut] {
        Normaliser().read(draft, detail: .columns).inputMessages.cuts
    }

    @Test("The archive of a list is the same whether the messages have been read before or not")
    func sameArchive() throws {
        let draft = Self.draft()
        let cuts = Self.cuts(draft)
        #expect(cuts.map(\.elements.count) == [6])
        let lists = FlatLists(draft.attributes, SpanArchive.flatPrefixes)
        let known = SpanArchive(draft, lists: lists, cuts: cuts, joinedLogs: 0)
        let fresh = SpanArchive(draft, joinedLogs: 0)
        #expect(known.body == fresh.body)
        #expect(known.paths.map(\.keys) == fresh.paths.map(\.keys))
        #expect(known.paths.map { $0.contents(5) } == fresh.paths.map { $0.contents(5) })
    }

    @Test("Where the elements of one request lie says nothing of another, though it has equal bytes")
    func otherBuffer() throws {
        let (draft, other) = (Self.draft(), Self.draft())
        let cut = try #require(Self.cuts(draft).first)
        #expect(cut.isCut(from: draft.attributes.buffer))
        #expect(!cut.isCut(from: other.attributes.buffer))
    }
}
