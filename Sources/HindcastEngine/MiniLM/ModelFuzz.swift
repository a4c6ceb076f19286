/// What must hold for any vocabulary, any text and any file of weights.
package enum ModelFuzz {
    private static let pieces = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\nab\n##é\n日\n!\n##1\n"
    private static let tokenizer = WordPiece(vocabulary: Array(pieces.utf8))
    private static let tokensMax = 32

    /// A text becomes at most so many known pieces between the marks of its ends.
    package static func text(_ bytes: [UInt8]) {
        guard let tokenizer else { preconditionFailure("the vocabulary is one") }
        let tokens = tokenizer.tokens(of: String(decoding: bytes, as: UTF8.self), tokensMax: tokensMax)
        precondition((2...tokensMax).contains(tokens.count), "more tokens than the limit allows")
        precondition(tokens.first == 2 && tokens.last == 3, "the ends are not marked")
        precondition(tokens.allSatisfy { (0..<Int32(tokenizer.count)).contains($0) }, "a piece nobody knows")
    }

    /// Weights lie inside of their file or are refused; a vocabulary has its marks or is none.
    package static func file(_ bytes: [UInt8]) {
        if let other = WordPiece(vocabulary: bytes) { _ = other.tokens(of: "a b [CLS]", tokensMax: 8) }
        do throws(ModelError) {
            let file = try Safetensors(count: bytes.count) { range in
                range.upperBound <= bytes.count ? Array(bytes[range]) : nil
            }
            for tensor in file.tensors.values {
                let count = tensor.shape.reduce(1, *)
                precondition(
                    tensor.place >= 8 && tensor.place + count * 4 <= bytes.count,
                    "numbers outside of the file")
            }
        } catch {
            precondition(!error.sentence.isEmpty, "an error that says nothing")
        }
    }
}
