import HindcastBytes
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Installed models")
struct ModelStoreTests {
    private let folder = StoreTempFolder()
    private var store: ModelStore { ModelStore(dataFolder: folder.path, shape: TinyModel.shape) }

    @Test("A model from a folder is installed, listed, used and removed")
    func life() async throws {
        try TinyModel().write(to: folder.file("download"))
        let model = try await store.install(from: folder.file("download"))
        #expect(model.name == "minilm-l6-v2" && model.dimension == 12)
        #expect(store.models == [model] && model.bytes > 10_000)
        let vectors = try await store.miniLM().vectors(of: ["a cat", "copper"], state: nil)
        #expect(vectors.map(\.count) == [12, 12])
        // Again, over the old one.
        #expect(try await store.install(from: folder.file("download")) == model)
        try store.remove("minilm-l6-v2")
        #expect(store.models.isEmpty)
        #expect(throws: ModelError.self) { try store.remove("minilm-l6-v2") }
        #expect(throws: ModelError.self) { try store.miniLM() }
    }

    @Test("The encoder computes what the definition says, to the fifth digit", arguments: 1...7)
    func definition(words: Int) async throws {
        let model = TinyModel()
        try model.write(to: folder.file("download"))
        _ = try await store.install(from: folder.file("download"))
        let text = "cats on the mat of copper in".split(separator: " ").prefix(
            words
        )
        .joined(separator: " ")
        let vector = try await store.miniLM().vectors(of: [text], state: nil)[0]
        let tokenizer = try #require(WordPiece(vocabulary: Array(TinyModel.vocabulary.utf8)))
        let expected = PlainEncoder(model: model).vector(of: tokenizer.tokens(of: text, tokensMax: 9))
        for (one, other) in zip(vector, expected) { #expect(abs(Double(one) - other) < 1e-5) }
    }

    @Test(
        "What is no such model is refused with its reason, and the old one stays",
        arguments: [
            ("missing tensor", "encoder.layer.1.output.dense.bias"), ("cut", "lie outside"),
            ("vocabulary", "13 words"),
            ("no vocabulary", "does not hold"), ("garbage", "no safetensors"),
            ("not there", "cannot be used"),
        ])
    func refused(kind: String, fragment: String) async throws {
        try TinyModel().write(to: folder.file("good"))
        let installed = try await store.install(from: folder.file("good"))
        let bad = folder.file("bad")
        if kind != "not there" { try spoil(kind, bad) }
        do throws(ModelError) {
            _ = try await store.install(from: bad)
            Issue.record("it was installed")
        } catch {
            #expect(error.sentence.contains(fragment), "\(error.sentence)")
        }
        #expect(store.models == [installed])
        #expect(try await store.miniLM().vectors(of: ["cat"], state: nil)[0].count == 12)
        #expect(!DiskFile.isFolder(folder.file("models/minilm-l6-v2.part")))
    }

    private func spoil(_ kind: String, _ path: String) throws {
        var model = TinyModel()
        if kind == "missing tensor" { model.remove("encoder.layer.1.output.dense.bias") }
        try model.write(to: path)
        let weights = path + "/model.safetensors"
        switch kind {
        case "cut": try DiskFile.write(Array(model.safetensors.dropLast()), to: weights)
        case "vocabulary":
            try DiskFile.write(Array(TinyModel.vocabulary.dropLast(4).utf8), to: path + "/vocab.txt")
        case "no vocabulary": try DiskFile.remove(path + "/vocab.txt")
        case "garbage": try DiskFile.write([UInt8](repeating: 0xFF, count: 100), to: weights)
        default: break
        }
    }

    @Test("The measures of the real model are asked for: a smaller one is not taken for it")
    func wrongShape() async throws {
        try TinyModel().write(to: folder.file("download"))
        await #expect(throws: ModelError.self) {
            try await ModelStore(dataFolder: folder.path).install(from: folder.file("download"))
        }
    }
}
