import HindcastProtobuf
import Testing

@testable import HindcastOTLP

/// Seeded runs of the fuzz target, so that every build tries some thousand inputs.
@Suite struct FuzzTests {
    @Test("Damaged captures never crash, and mean the same in both encodings when they are accepted")
    func damagedCaptures() throws {
        var random = SplitMix(state: 20_260_101)
        for name in CaptureTests.names {
            for suffix in [".pb", ".json"] {
                let whole = Array(try CaptureTests.bytes(name + suffix).prefix(6_000))
                OTLPFuzz.run(whole)
                for _ in 0..<12 { OTLPFuzz.run(damaged(whole, &random)) }
            }
        }
    }

    @Test("Generated requests never crash, and mean the same in both encodings")
    func generated() {
        var random = SplitMix(state: 7)
        for _ in 0..<400 {
            let spans = (0..<random.below(4)).map { _ in span(&random) }
            OTLPFuzz.run(
                Wire.request(spans, resource: [keyValue(&random)]) { $0.bytes(3, keyValue(&random)) })
        }
    }

    private func damaged(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var result = bytes
        for _ in 0...random.below(4) where !result.isEmpty {
            let place = random.below(result.count)
            switch random.below(4) {
            case 0: result[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: result.remove(at: place)
            case 2: result.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            default: result.removeSubrange(place..<min(result.count, place + 16))
            }
        }
        return result
    }

    private func span(_ random: inout SplitMix) -> [UInt8] {
        let attributes = (0..<random.below(6)).map { _ in keyValue(&random) }
        let event = Wire.bytes {
            $0.fixed64(1, random.next())
            $0.string(2, random.below(3) == 0 ? "exception" : "event")
            $0.bytes(3, keyValue(&random))
        }
        let link = Wire.bytes {
            if random.below(3) > 0 { $0.bytes(1, Wire.traceID) }
            $0.bytes(2, Wire.spanID)
        }
        return Wire.span(start: random.next(), end: random.next()) { span in
            span.varint(6, random.next())
            for attribute in attributes { span.bytes(9, attribute) }
            span.bytes(11, event)
            span.bytes(13, link)
            span.message(15) { $0.varint(3, UInt64(random.below(4))) }
            span.fixed32(16, UInt32(truncatingIfNeeded: random.next()))
        }
    }

    private func keyValue(_ random: inout SplitMix) -> [UInt8] {
        let keys = ["gen_ai.prompt.0.role", "gen_ai.prompt.\(random.below(12)).content", "k", "", "é"]
        let key = keys[random.below(keys.count)]
        let value = anyValue(&random, depth: 0)
        return Wire.bytes {
            $0.string(1, key)
            $0.bytes(2, value)
        }
    }

    private func anyValue(_ random: inout SplitMix, depth: Int) -> [UInt8] {
        let kind = random.below(depth > 4 ? 6 : 8)
        let inner = kind > 5 ? (0..<random.below(3)).map { _ in anyValue(&random, depth: depth + 1) } : []
        return Wire.bytes { any in
            switch kind {
            case 0: break
            case 1: any.bytes(1, (0..<random.below(20)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            case 2: any.varint(2, random.next())
            case 3: any.varint(3, random.next())
            case 4: any.fixed64(4, random.below(2) == 0 ? random.next() : Double(random.below(9)).bitPattern)
            case 5: any.bytes(7, (0..<random.below(9)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            case 6: any.message(5) { for element in inner { $0.bytes(1, element) } }
            default:
                any.message(6) { map in
                    for element in inner {
                        map.message(1) {
                            $0.string(1, "m")
                            $0.bytes(2, element)
                        }
                    }
                }
            }
        }
    }
}

/// SplitMix64: small, seeded, the same everywhere.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
