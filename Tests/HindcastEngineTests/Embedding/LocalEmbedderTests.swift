import HindcastEngine
import TestKit
import Testing

@Suite("Vectors without a model")
struct LocalEmbedderTests {
    private let embedder = LocalEmbedder()

    @Test("A paraphrase outranks an unrelated task in at least 95 of 100 cases, and any other task in 90")
    func paraphrases() async throws {
        let triples = TaskTriple.all
        #expect(triples.count >= 40)
        let tasks = triples.map(\.task) + triples.map(\.unrelated)
        let state = try #require(embedder.learn(from: tasks))
        let known = try await embedder.vectors(of: tasks, state: state)
        let asked = try await embedder.vectors(of: triples.map(\.paraphrase), state: state)
        var won = 0
        var first = 0
        for (index, vector) in asked.enumerated() {
            let similarities = known.map { dot(vector, $0) }
            if similarities[index] > similarities[triples.count + index] { won += 1 }
            if similarities.allSatisfy({ $0 <= similarities[index] }) { first += 1 }
        }
        #expect(won * 100 >= triples.count * 95, "\(won) of \(triples.count)")
        #expect(first * 100 >= triples.count * 90, "\(first) of \(triples.count)")
    }

    @Test("What every task of a project says counts for less once the project is known")
    func rarity() async throws {
        let tasks = (0..<200).map {
            "Customer ticket: \($0.isMultiple(of: 2) ? "refund" : "delivery") case \($0)"
        }
        let state = try #require(embedder.learn(from: tasks))
        let pair = ["Customer ticket: refund", "Customer ticket: parcel"]
        let before = try await embedder.vectors(of: pair, state: nil)
        let after = try await embedder.vectors(of: pair, state: state)
        #expect(dot(after[0], after[1]) < dot(before[0], before[1]) - 0.2)
    }

    @Test("Vectors are the same on every machine and in every process")
    func golden() async throws {
        let vector = try await embedder.vectors(of: ["Convert fahrenheit to celsius"], state: nil)[0]
        #expect(vector.count == 512)
        let largest = vector.indices.sorted { abs(vector[$0]) > abs(vector[$1]) }.prefix(6)
        #expect(
            largest.map { "\($0): \(Int((vector[$0] * 1000).rounded()))" } == [
                "172: -505", "14: -425", "376: -425", "397: 170", "480: 170", "57: -146",
            ])
        let state = try #require(embedder.learn(from: ["convert a file", "write a file"]))
        #expect(state.prefix(5) == [1, 2, 0, 0, 0])
        #expect(state.count == 8197)
    }

    @Test(
        "Case, accents and punctuation make no difference",
        arguments: [
            ("Crème brûlée", "creme BRULEE!"), ("naïve  Bayes", "Naive, bayes"), ("ÅNGSTRÖM", "angstrom"),
        ])
    func folding(one: String, other: String) async throws {
        let vectors = try await embedder.vectors(of: [one, other], state: nil)
        #expect(dot(vectors[0], vectors[1]) > 0.999)
    }

    @Test(
        "Every text has a vector of length one, but a text without words has none",
        arguments: [
            "a", "the of and", "日本", "x".padding(60_000), "👍 ok", "e\u{301}",
        ])
    func oddTexts(text: String) async throws {
        let vector = try await embedder.vectors(of: [text], state: nil)[0]
        #expect(abs(dot(vector, vector) - 1) < 0.001)
        #expect(
            try await embedder.vectors(of: ["", " \u{0}\u{301}?! "], state: nil).joined().allSatisfy {
                $0 == 0
            })
    }

    @Test("What follows a page of text costs nothing and changes nothing")
    func longText() async throws {
        let page = String(repeating: "find the leak in the worker. ", count: 300)
        let vectors = try await embedder.vectors(of: [page, page + "Something else entirely"], state: nil)
        #expect(vectors[0] == vectors[1])
    }

    @Test("Garbled knowledge of a project is refused", arguments: [0, 1, 2, 3])
    func garbled(kind: Int) async throws {
        var state = try #require(embedder.learn(from: ["a task"]))
        switch kind {
        case 0: state = []
        case 1: state[0] = 2
        case 2: state.removeLast()
        default: state.append(0)
        }
        await #expect(throws: EmbeddingError.self) { try await embedder.vectors(of: ["x"], state: state) }
        var random = SeededGenerator(seed: 7)
        state = (try #require(embedder.learn(from: []))).map { _ in UInt8.random(in: 0...255, using: &random)
        }
        state[0] = 1
        let vector = try await embedder.vectors(of: ["any bytes are numbers"], state: state)[0]
        #expect(abs(dot(vector, vector) - 1) < 0.001)
    }

    private func dot(_ one: [Float], _ other: [Float]) -> Float {
        zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    }
}

extension String {
    fileprivate func padding(_ count: Int) -> String { String(repeating: self, count: count) }
}
