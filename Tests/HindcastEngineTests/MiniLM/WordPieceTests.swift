import HindcastBytes
import HindcastJSON
import TestKit
import Testing

@testable import HindcastEngine

@Suite("WordPiece")
struct WordPieceTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        + "/Fixtures/wordpiece/"

    private static func file(_ name: String) throws -> [UInt8] {
        let file = try MappedFile(path: folder + name, bytesMax: 1 << 20)
        return try #require(file.bytes(0..<file.count))
    }

    @Test("Texts of all scripts become the pieces that the model's own tokenizer makes of them")
    func golden() throws {
        // The part of the model's vocabulary that has anything to do with these texts.
        let vocabulary = try Self.file("vocabulary.txt")
        let pieces = vocabulary.split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
        }
        let tokenizer = try #require(WordPiece(vocabulary: vocabulary))
        let cases = try #require(try JSONReader.parse(try Self.file("golden.json")).arrayValue)
        #expect(cases.count >= 60)
        for each in cases {
            let text = try #require(each["text"]?.stringValue)
            let tokens = tokenizer.tokens(of: text, tokensMax: 256).map { pieces[Int($0)] }
            #expect(tokens.joined(separator: " ") == each["pieces"]?.stringValue, "\(text.debugDescription)")
        }
    }

    @Test("A text takes no more than its tokens, the two ends included", arguments: [2, 3, 16])
    func bounded(tokensMax: Int) throws {
        let tokenizer = try #require(WordPiece(vocabulary: Array("[UNK]\n[CLS]\n[SEP]\na\n##a\n".utf8)))
        let tokens = tokenizer.tokens(
            of: String(repeating: "aaaa [SEP]", count: 100_000), tokensMax: tokensMax)
        #expect(tokens.count == tokensMax && tokens.first == 1 && tokens.last == 2)
    }

    @Test(
        "What is no vocabulary is none",
        arguments: ["", "[UNK]\n[CLS]\na", "[UNK]\n[CLS]\n[SEP]\na\na\n", "[UNK]\n\n[CLS]\n[SEP]\n", "\u{0}"])
    func noVocabulary(text: String) {
        #expect(WordPiece(vocabulary: Array(text.utf8)) == nil)
    }

    @Test("Any bytes are a text, and any bytes are refused as a model's file or read within their bounds")
    func fuzz() {
        var random = SeededGenerator(seed: 5)
        let file = TinyModel().safetensors
        for _ in 0..<500 {
            ModelFuzz.text(random.damaged(Array("ab [CLS] é日! ab1 [MASK".utf8)))
            ModelFuzz.file(random.damaged(Array(file.prefix(2000))))
        }
    }
}
