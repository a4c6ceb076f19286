import HindcastModel
import Testing

@Suite("Vectors of memories")
struct MemoryVectorTests {
    @Test("Rounding keeps directions; what is too small or no number at all counts as nothing")
    func rounding() {
        let vector = MemoryVector(model: "m", [0.5, -1, 0.25])
        #expect(vector.components == [64, -127, 32])
        #expect(abs(vector.similarity(to: MemoryVector(model: "m", [1, -2, 0.5])) - 1) < 1e-4)
        for values in [
            [], [0, 0], [Float.leastNormalMagnitude / 4, 0], [.infinity, 1], [.nan, 1],
            [.leastNonzeroMagnitude],
        ] as [[Float]] {
            let vector = MemoryVector(model: "m", values)
            #expect(vector.components.allSatisfy { $0 == 0 })
            #expect(vector.similarity(to: vector) == 0)
        }
    }
}
