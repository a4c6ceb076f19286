import Testing

@testable import HindcastEngine

@Suite struct NormaliserFuzzTests {
    @Test("Random attributes under known names are read without a trap", arguments: 0..<20)
    func random(seed: UInt64) {
        // A linear congruential sequence: the same bytes on every machine.
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        for length in 0..<50 {
            let bytes = (0..<length * 5).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            NormaliserFuzz.run(bytes)
        }
    }
}
