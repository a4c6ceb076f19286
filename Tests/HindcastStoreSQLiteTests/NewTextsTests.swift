import Testing

@testable import HindcastStoreSQLite

@Suite("The writer hands new texts to the indexer")
struct NewTextsTests {
    private func commit(_ contents: Range<Int64>, bytes: Int = 10) -> NewTexts.Commit {
        let text = SearchableText.span(String(repeating: "a", count: bytes))
        return NewTexts.Commit(
            contents: contents, texts: [NewTexts.Text(content: contents.lowerBound, project: 1, text: text)])
    }

    @Test("Commits are taken in order, each once")
    func order() {
        let texts = NewTexts()
        for start in [1, 4, 9] as [Int64] { texts.add(commit(start..<start + 3)) }
        #expect(texts.take(from: 1)?.contents == 1..<4)
        #expect(texts.take(from: 1) == nil)
        #expect(texts.take(from: 5)?.contents == 4..<7)
        // A gap: read back from a pack.
        #expect(texts.take(from: 7) == nil)
        #expect(texts.take(from: 9)?.contents == 9..<12)
        #expect(texts.take(from: 12) == nil)
    }

    @Test("What was read back meanwhile is let go")
    func skipped() {
        let texts = NewTexts(bytesMax: 30)
        for start in [1, 2, 3] as [Int64] { texts.add(commit(start..<start + 1)) }
        #expect(texts.take(from: 4) == nil)
        texts.add(commit(4..<5, bytes: 30))
        #expect(texts.take(from: 4)?.contents == 4..<5)
    }

    @Test("What finds no room is not kept, and room comes back")
    func room() {
        let texts = NewTexts(bytesMax: 25)
        for start in [1, 2, 3] as [Int64] { texts.add(commit(start..<start + 1)) }
        #expect(texts.take(from: 1) != nil)
        #expect(texts.take(from: 2) != nil)
        #expect(texts.take(from: 3) == nil)
        texts.add(commit(4..<5, bytes: 25))
        #expect(texts.take(from: 4) != nil)
    }
}
