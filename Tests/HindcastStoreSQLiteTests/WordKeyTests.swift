import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("A word of the index takes the room of the one before")
struct WordKeyTests {
    @Test("Any words read as their bytes do: what two share, which comes first, which begins like another")
    func bytes() {
        var random = StoreRandom(seed: 51)
        var key = WordKey()
        var last: [UInt8] = []
        for _ in 0..<5000 {
            let kept = Int.random(in: 0...last.count, using: &random)
            let rest = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                UInt8.random(in: 0...2, using: &random)
            }
            let wanted = last.prefix(kept) + rest
            let before = WordKey(last)
            key.replace(from: kept, with: rest.span)
            #expect(key.bytes == Array(wanted))
            let shared = zip(last, wanted).prefix { $0 == $1 }.count
            #expect(key.shared(with: before) == shared)
            #expect(key.starts(with: before) == wanted.starts(with: last))
            #expect((key.order(before) < 0) == wanted.lexicographicallyPrecedes(last))
            #expect((key.order(before) == 0) == (Array(wanted) == last))
            last = Array(wanted)
        }
    }

    @Test("A word takes over the rest of another one")
    func takingOver() {
        var key = WordKey(Array("handle".utf8))
        key.replace(from: 4, by: WordKey(Array("handsome".utf8)))
        #expect(key.bytes == Array("handsome".utf8))
        key.removeAll()
        #expect(key.bytes.isEmpty)
    }
}
