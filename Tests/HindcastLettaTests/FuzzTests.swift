import HindcastLetta
import TestKit
import Testing

@Suite("Letta: any text")
struct FuzzTests {
    @Test("Random changes to a sound query are read or refused, and nothing traps")
    func mutations() {
        var generator = SeededGenerator(seed: 11)
        let sound = Array(
            ("123e4567-e89b-42d3-8456-426614174000&limit=10&order=asc&has_feedback=true&tags='%0A"
                + "&start_date=2025-01-29T15%3A01%3A19-08%3A00")
                .utf8)
        for _ in 0..<3000 {
            LettaFuzz.run(generator.damaged(sound))
        }
    }
}
