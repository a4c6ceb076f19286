import HindcastBytes
import HindcastJSON
import TestKit

@testable import HindcastEngine

/// An encoder of the same build as MiniLM and of a size that can be followed by hand, with numbers drawn from a seed.
struct TinyModel {
    static let shape = EncoderShape(width: 12, inner: 20, layers: 2, heads: 3, tokensMax: 9)
    static let vocabulary = "[UNK]\n[CLS]\n[SEP]\na\ncat\non\nmat\nthe\nprice\nof\ncopper\nin\nmarch\n##s\n"

    private(set) var tensors: [(name: String, shape: [Int], values: [Float])] = []
    private var random = SeededGenerator(seed: 3)

    init() {
        let (width, inner) = (Self.shape.width, Self.shape.inner)
        add("embeddings.word_embeddings.weight", [14, width])
        add("embeddings.position_embeddings.weight", [Self.shape.tokensMax, width])
        add("embeddings.token_type_embeddings.weight", [2, width])
        addPair("embeddings.LayerNorm", [width])
        for layer in 0..<Self.shape.layers {
            let name = "encoder.layer.\(layer)."
            for part in ["query", "key", "value"] {
                addPair(name + "attention.self." + part, [width, width])
            }
            addPair(name + "attention.output.dense", [width, width])
            addPair(name + "attention.output.LayerNorm", [width])
            addPair(name + "intermediate.dense", [inner, width])
            addPair(name + "output.dense", [width, inner])
            addPair(name + "output.LayerNorm", [width])
        }
    }

    subscript(name: String) -> [Float] { tensors.first { $0.name == name }?.values ?? [] }

    mutating func remove(_ name: String) { tensors.removeAll { $0.name == name } }

    /// The file, with the numbers behind each other.
    var safetensors: [UInt8] {
        var head = JSONObject()
        var data: [UInt8] = []
        for tensor in tensors {
            let start = data.count
            for value in tensor.values {
                let bits = value.bitPattern
                data += (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
            }
            head[tensor.name] = [
                "dtype": "F32", "shape": .array(tensor.shape.map(Self.number)),
                "data_offsets": [Self.number(start), Self.number(data.count)],
            ]
        }
        var text = JSON.object(head).serialized()
        text += [UInt8](repeating: 0x20, count: 7 - (text.count + 7) % 8)
        return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + data
    }

    /// Writes it as a model's folder.
    func write(to folder: String) throws {
        try DiskFile.makeFolder(folder)
        try DiskFile.write(safetensors, to: folder + "/model.safetensors")
        try DiskFile.write(Array(Self.vocabulary.utf8), to: folder + "/vocab.txt")
    }

    private static func number(_ value: Int) -> JSON { .number(JSONNumber(Int64(value))) }

    private mutating func addPair(_ name: String, _ shape: [Int]) {
        add(name + ".weight", shape)
        // Small, or what is added outweighs what a text says.
        add(name + ".bias", [shape[0]], upTo: 0.1)
    }

    private mutating func add(_ name: String, _ shape: [Int], upTo most: Float = 0.7) {
        let count = shape.reduce(1, *)
        tensors.append((name, shape, (0..<count).map { _ in Float.random(in: -most...most, using: &random) }))
    }
}
