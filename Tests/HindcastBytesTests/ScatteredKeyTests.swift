import HindcastBytes
import TestKit
import Testing

@Suite("Keys that are random already")
struct ScatteredKeyTests {
    @Test("Keys that lie together in one table are spread over another one")
    func spreading() {
        var random = StoreRandom(seed: 52)
        let keys = (0..<100_000).map { _ in RawKey(high: random.next(), low: random.next()) }
        let together = keys.filter { $0._rawHashValue(seed: 1) & 0xff == 0 }
        let places = Set(together.map { $0._rawHashValue(seed: 2) & 0xff })
        #expect(together.count > 300)
        #expect(places.count > 150)
    }

    @Test("A table finds what was put into it, and nothing else")
    func finding() {
        var random = StoreRandom(seed: 53)
        var table: [RawKey: Int] = [:]
        let keys = (0..<10_000).map { _ in RawKey(high: random.next(), low: random.next()) }
        for (number, key) in keys.enumerated() { table[key] = number }
        #expect(keys.enumerated().allSatisfy { table[$1] == $0 })
        #expect(keys.allSatisfy { table[RawKey(high: $0.high &+ 1, low: $0.low)] == nil })
    }
}
