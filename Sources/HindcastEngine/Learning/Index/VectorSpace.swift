import HindcastBytes
import HindcastModel
import HindcastStore

/// A model of vectors together with what it learned from a project: vectors of one space can be compared.
struct VectorSpace: Sendable {
    let embedder: any Embedder
    let state: [UInt8]?
    /// Of how many texts it learned.
    let textCount: Int
    /// The whole name of the model.
    let name: String
    /// Components of the vectors that are there; nil before the first.
    var dimension: Int?

    init(_ embedder: any Embedder, state: [UInt8]?, textCount: Int) {
        self.embedder = embedder
        self.state = state
        self.textCount = textCount
        name = embedder.name + (state.map { "/" + Hex.encode(SHA256Digest.of($0).bytes.prefix(4)) } ?? "")
    }

    /// The space of the vectors that a project has; of the first embedder when it has none that anyone here can read.
    init(of learned: LearnedModel?, among embedders: [any Embedder]) {
        for embedder in embedders {
            guard let learned, learned.name.prefix(while: { $0 != "/" }) == embedder.name else { continue }
            let state = learned.state.isEmpty ? nil : learned.state
            let space = VectorSpace(embedder, state: state, textCount: learned.textCount)
            if space.name == learned.name {
                self = space
                return
            }
        }
        self.init(embedders[0], state: nil, textCount: 0)
    }

    /// As it is remembered.
    var learned: LearnedModel { LearnedModel(name: name, state: state ?? [], textCount: textCount) }

    func vectors(of texts: [String]) async throws(EmbeddingError) -> [MemoryVector] {
        var vectors: [MemoryVector] = []
        vectors.reserveCapacity(texts.count)
        var rest = texts.map { $0.clipped(bytesMax: LearningLimits.embeddedBytesMax) }[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(LearningLimits.embeddedTextsMax))
            rest = rest.dropFirst(some.count)
            let found = try await embedder.vectors(of: some, state: state)
            guard found.count == some.count else {
                throw .refused("\(embedder.name) gave \(found.count) vectors for \(some.count) texts.")
            }
            if let odd = found.first(where: { $0.count != dimension ?? $0.count }) {
                throw .refused(
                    "\(embedder.name) gives vectors of \(odd.count) components, the memories have \(dimension ?? 0): "
                        + "name the model anew, so that theirs are made again.")
            }
            vectors += found.map { MemoryVector(model: name, $0) }
        }
        return vectors
    }
}

extension String {
    /// The text cut off between two Unicode scalars, so that it has at most so many bytes. Characters may be of any
    /// length.
    func clipped(bytesMax: Int) -> String {
        guard utf8.count > bytesMax else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: bytesMax)
        while end > utf8.startIndex, end.samePosition(in: unicodeScalars) == nil {
            end = utf8.index(before: end)
        }
        return String(unicodeScalars[..<end])
    }
}
