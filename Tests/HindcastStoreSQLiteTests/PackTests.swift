import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("Packs keep contents and notice damage")
struct PackTests {
    private func pack(_ contents: [[UInt8]], packBytesMax: Int = 1000) -> [PackBuilder.Sealed] {
        var builder = PackBuilder(first: 100, packBytesMax: packBytesMax, level: 3, codec: PackCodec())
        for content in contents { builder.add(.message, project: 3, content) }
        builder.seal()
        return builder.sealed
    }

    @Test("Contents come back from their packs by number, whatever their sizes")
    func roundTrip() throws {
        var random = StoreRandom(seed: 4)
        for _ in 0..<50 {
            let contents = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                (0..<Int.random(in: 0...400, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
            }
            var next: Int64 = 100
            var found: [[UInt8]] = []
            for sealed in pack(contents) {
                #expect(sealed.first == next)
                let pack = try Pack(
                    first: sealed.first, count: sealed.count, rawBytes: sealed.rawBytes,
                    stored: sealed.stored,
                    codec: PackCodec())
                for id in next..<next + Int64(sealed.count) { found.append(pack.content(id) ?? [0]) }
                next += Int64(sealed.count)
                #expect(pack.content(next) == nil)
            }
            #expect(found == contents)
        }
    }

    @Test("A damaged pack is an error, never a crash")
    func fuzz() {
        var random = StoreRandom(seed: 5)
        let codec = PackCodec()
        let sealed = pack((0..<30).map { [UInt8](repeating: UInt8($0), count: 30) })[0]
        for _ in 0..<4000 {
            var stored = sealed.stored
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0:
                    stored[Int.random(in: stored.indices, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                case 1: stored.removeLast(Int.random(in: 0..<stored.count, using: &random))
                default: stored.append(UInt8.random(in: 0...255, using: &random))
                }
                if stored.isEmpty { stored = [1] }
            }
            let count = Bool.random(using: &random) ? sealed.count : Int.random(in: -5...5000, using: &random)
            let pack = try? Pack(
                first: 1, count: count, rawBytes: sealed.rawBytes, stored: stored, codec: codec)
            for id in 0..<40 as Range<Int64> { _ = pack?.content(id) }
        }
    }

    @Test("Small numbers, large numbers and texts survive the row encoding; cut bytes are nil, never a crash")
    func varints() {
        var random = StoreRandom(seed: 6)
        for _ in 0..<2000 {
            let signed = Int64(bitPattern: random.next() >> UInt64.random(in: 0..<64, using: &random))
            let unsigned = random.next() >> UInt64.random(in: 0..<64, using: &random)
            var writer = VarintWriter()
            writer.signed(signed)
            writer.unsigned(unsigned)
            writer.text("é\(signed)")
            var reader = VarintReader(writer.bytes)
            #expect(
                reader.signed() == signed && reader.unsigned() == unsigned && reader.text() == "é\(signed)")
            var cut = VarintReader(
                Array(writer.bytes.dropLast(Int.random(in: 1..<writer.bytes.count, using: &random))))
            _ = cut.signed()
            _ = cut.unsigned()
            #expect(cut.text() == nil)
        }
    }
}
