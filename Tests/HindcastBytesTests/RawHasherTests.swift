import HindcastBytes
import Testing

struct RawHasherTests {
    private func key(_ text: String, domain: UInt8 = 0) -> RawKey {
        RawHasher.hash(Array(text.utf8).span, domain: domain)
    }

    @Test("The same bytes have the same key, other bytes and other domains have others")
    func oneShot() {
        #expect(key("hello") == key("hello"))
        #expect(key("hello") != key("hellp"))
        #expect(key("hello", domain: 1) != key("hello", domain: 2))
        #expect(key("", domain: 1) != key("", domain: 2))
    }

    @Test("Every length up to a kilobyte, and every domain, has a key of its own")
    func distinct() {
        let zeros = [UInt8](repeating: 0, count: 1024)
        let byLength = Set((0...1024).map { RawHasher.hash(zeros.span.extracting(first: $0), domain: 0) })
        #expect(byLength.count == 1025)
        #expect(Set((0...255).map { key("x", domain: UInt8($0)) }).count == 256)
        #expect(Set((0...255).map { key("x", domain: UInt8($0)).low }).count == 256)
    }

    @Test("A chain depends on every link and on their order")
    func chain() {
        let (a, b, c) = (key("a"), key("b"), key("c"))
        #expect(RawHasher.chain(a, b) == RawHasher.chain(a, b))
        #expect(RawHasher.chain(a, b) != RawHasher.chain(b, a))
        #expect(RawHasher.chain(a, a) != a)
        let left = RawHasher.chain(RawHasher.chain(a, b), c)
        #expect(left != RawHasher.chain(a, RawHasher.chain(b, c)))
        #expect(left != RawHasher.chain(RawHasher.chain(b, a), c))
    }

    @Test("A long chain never comes back to where it was")
    func longChain() {
        var seen: Set<RawKey> = []
        var key = key("start")
        let link = self.key("the same message again")
        for _ in 0..<10_000 {
            key = RawHasher.chain(key, link)
            #expect(seen.insert(key).inserted)
        }
    }

    @Test("Parts are framed: where one ends and the next begins counts")
    func framing() {
        func combined(_ parts: [String], domain: UInt8 = 0) -> RawKey {
            var hasher = RawHasher(domain: domain)
            for part in parts { hasher.combine(Array(part.utf8).span) }
            return hasher.finish()
        }
        #expect(combined(["ab", "c"]) == combined(["ab", "c"]))
        #expect(combined(["ab", "c"]) != combined(["a", "bc"]))
        #expect(combined(["ab", "c"]) != combined(["abc"]))
        #expect(combined([]) != combined([""]))
        #expect(combined(["a"]) != combined(["a"], domain: 1))
    }

    @Test("A number is not its eight bytes")
    func number() {
        var number = RawHasher(domain: 0)
        number.combine(7)
        var bytes = RawHasher(domain: 0)
        bytes.combine(([7, 0, 0, 0, 0, 0, 0, 0] as [UInt8]).span)
        var other = RawHasher(domain: 0)
        other.combine(8)
        #expect(Set([number.finish(), bytes.finish(), other.finish()]).count == 3)
    }
}
