import HindcastBytes

/// Vectors of the model all-MiniLM-L6-v2, computed in this process from weights that the operator installed. It knows
/// that different words mean the same, in English; a task takes about a thousand times what `LocalEmbedder` takes.
public final class MiniLM: Embedder {
    public let name = MiniLM.modelName
    private let tokenizer: WordPiece
    private let encoder: Encoder

    /// Also the name of its folder.
    public static let modelName = "minilm-l6-v2"
    public static let dimension = EncoderShape.miniLM.width

    /// Three times what the weights have.
    static let weightsBytesMax = 256 << 20

    /// Opens what lies in a folder.
    /// - Throws: `ModelError` when a file is missing or not what it should be.
    public convenience init(folder: String) throws(ModelError) {
        try self.init(folder: folder, shape: .miniLM)
    }

    init(folder: String, shape: EncoderShape) throws(ModelError) {
        let vocabulary = try Self.open(folder + "/" + ModelFolder.vocabulary, WordPiece.vocabularyBytesMax)
        guard let lines = vocabulary.bytes(0..<vocabulary.count), let tokenizer = WordPiece(vocabulary: lines)
        else {
            throw .damaged("\(folder)/\(ModelFolder.vocabulary) is no vocabulary of WordPiece.")
        }
        let weights = try Self.open(folder + "/" + ModelFolder.weights, Self.weightsBytesMax)
        self.tokenizer = tokenizer
        encoder = Encoder(weights: try EncoderWeights(weights, shape: shape))
        guard tokenizer.count == encoder.weights.wordCount else {
            throw .damaged(
                "The vocabulary has \(tokenizer.count) words and the weights \(encoder.weights.wordCount).")
        }
    }

    private static func open(_ path: String, _ bytesMax: Int) throws(ModelError) -> MappedFile {
        do throws(FileError) {
            return try MappedFile(path: path, bytesMax: bytesMax)
        } catch {
            throw .file(error)
        }
    }

    /// What is in a vocabulary and in a file of weights says nothing about a project.
    public func learn(from texts: [String]) -> [UInt8]? { nil }

    public func vectors(of texts: [String], state: [UInt8]?) async throws(EmbeddingError) -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        for text in texts {
            vectors.append(vector(of: text))
            // Some milliseconds each: others get their turn in between.
            await Task.yield()
        }
        return vectors
    }

    func vector(of text: String) -> [Float] {
        encoder.vector(of: tokenizer.tokens(of: text, tokensMax: encoder.weights.shape.tokensMax))
    }
}
