import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("Words are put into the order of their bytes")
struct WordOrderTests {
    @Test("Any numbers of random heads come out as comparisons would put them, equal ones by the rule given")
    func comparison() {
        var random = StoreRandom(seed: 46)
        for count in [0, 1, 2, 3, 50, 1000] {
            for limit in [0, 3, 1 << 20, UInt64.max] {
                let keys = (0..<count).map { number in
                    WordOrder.Key(head: UInt64.random(in: 0...limit, using: &random), number: UInt32(number))
                }
                let sorted = WordOrder.sorted(keys) { $0.number > $1.number }
                let expected = keys.sorted { ($0.head, $1.number) < ($1.head, $0.number) }
                #expect(sorted.map(\.number) == expected.map(\.number))
                #expect(sorted.map(\.head) == expected.map(\.head))
            }
        }
    }
}
