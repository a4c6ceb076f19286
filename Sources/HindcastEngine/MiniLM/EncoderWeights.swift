import HindcastBytes

/// A BERT encoder's numbers, read where they lie in the model's file.
struct EncoderWeights: Sendable {
    /// Where numbers begin in the file.
    typealias Place = Int

    /// A map of rows: its weights and what is added.
    struct Linear: Sendable {
        let weights: Place
        let bias: Place
    }

    struct Norm: Sendable {
        let scale: Place
        let shift: Place
    }

    struct Layer: Sendable {
        let query, key, value, attended, widened, narrowed: Linear
        let attendedNorm, narrowedNorm: Norm
    }

    let shape: EncoderShape
    let words, positions, kinds: Place
    /// How many words, and so which numbers of words there may be.
    let wordCount: Int
    let embeddingNorm: Norm
    let layers: [Layer]
    private let file: MappedFile

    /// - Throws: `ModelError` unless all tensors of such an encoder are there in their shapes.
    init(_ file: MappedFile, shape: EncoderShape) throws(ModelError) {
        var finder = Finder(tensors: try Safetensors(count: file.count, source: file.bytes).tensors)
        let width = shape.width
        wordCount = finder.rows("embeddings.word_embeddings.weight", width: width)
        words = finder.place("embeddings.word_embeddings.weight", [wordCount, width])
        let positionCount = finder.rows("embeddings.position_embeddings.weight", width: width)
        positions = finder.place(
            "embeddings.position_embeddings.weight", [max(positionCount, shape.tokensMax), width])
        kinds = finder.place("embeddings.token_type_embeddings.weight", [2, width])
        embeddingNorm = finder.norm("embeddings.LayerNorm", width)
        var layers: [Layer] = []
        for number in 0..<shape.layers { layers.append(finder.layer("encoder.layer.\(number)", shape)) }
        if let missing = finder.missing {
            throw .damaged("The weights do not have \"\(missing)\" as this model has it.")
        }
        self.layers = layers
        self.shape = shape
        self.file = file
    }

    /// The numbers at a place. Valid as long as these weights are held.
    @unsafe func numbers(_ place: Place) -> UnsafePointer<Float> {
        unsafe (file.memory.baseAddress.unsafelyUnwrapped + place).assumingMemoryBound(to: Float.self)
    }

    /// Looks tensors up, and remembers the first that is not there.
    private struct Finder {
        let tensors: [String: Safetensors.Tensor]
        private(set) var missing: String?

        init(tensors: [String: Safetensors.Tensor]) { self.tensors = tensors }

        /// How many rows of that width a tensor has; 0 when it has not.
        mutating func rows(_ name: String, width: Int) -> Int {
            guard let shape = tensors[name]?.shape, shape.count == 2, shape[1] == width else {
                missing = missing ?? name
                return 0
            }
            return shape[0]
        }

        mutating func place(_ name: String, _ shape: [Int]) -> Place {
            guard let tensor = tensors[name], tensor.shape == shape else {
                missing = missing ?? name
                return 0
            }
            return tensor.place
        }

        mutating func linear(_ name: String, from: Int, to: Int) -> Linear {
            Linear(weights: place(name + ".weight", [to, from]), bias: place(name + ".bias", [to]))
        }

        mutating func norm(_ name: String, _ width: Int) -> Norm {
            Norm(scale: place(name + ".weight", [width]), shift: place(name + ".bias", [width]))
        }

        mutating func layer(_ name: String, _ shape: EncoderShape) -> Layer {
            let width = shape.width
            return Layer(
                query: linear(name + ".attention.self.query", from: width, to: width),
                key: linear(name + ".attention.self.key", from: width, to: width),
                value: linear(name + ".attention.self.value", from: width, to: width),
                attended: linear(name + ".attention.output.dense", from: width, to: width),
                widened: linear(name + ".intermediate.dense", from: width, to: shape.inner),
                narrowed: linear(name + ".output.dense", from: shape.inner, to: width),
                attendedNorm: norm(name + ".attention.output.LayerNorm", width),
                narrowedNorm: norm(name + ".output.LayerNorm", width))
        }
    }
}
