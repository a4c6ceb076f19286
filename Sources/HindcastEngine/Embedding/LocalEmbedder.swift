/// Vectors without any model to install: hashed words and pieces of words, weighted by how rare they are in the
/// project. Texts are near when they share words or the roots of words; that two different words mean the same it
/// cannot know.
public struct LocalEmbedder: Embedder {
    public let name = "local-ngrams-1"

    /// Power of two. With some hundred features a task, chance alone makes unrelated tasks about 0.04 similar.
    static let dimension = 512

    public init() {}

    public func learn(from texts: [String]) -> [UInt8]? { FeatureRarity(of: texts).bytes }

    public func vectors(of texts: [String], state: [UInt8]?) async throws(EmbeddingError) -> [[Float]] {
        guard let state else { return texts.map { Self.vector(of: $0, nil) } }
        guard let rarity = FeatureRarity(bytes: state) else {
            throw .refused(
                "What \(name) learned from this project is damaged or of another version; it has to learn anew."
            )
        }
        return texts.map { Self.vector(of: $0, rarity) }
    }

    /// Each feature adds to one component, by its hash up or down, so that features that meet cancel out on average.
    private static func vector(of text: String, _ rarity: FeatureRarity?) -> [Float] {
        var components = [Float](repeating: 0, count: dimension)
        for feature in TaskFeatures(text).features {
            let weight = feature.weight * (rarity?.factor(of: feature.hash) ?? 1)
            let place = Int(truncatingIfNeeded: feature.hash) & (dimension - 1)
            components[place] += feature.hash >> 63 == 0 ? weight : -weight
        }
        UnitLength.scale(&components)
        return components
    }
}
