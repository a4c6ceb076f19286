import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("The index has the words that SQLite's full-text search finds")
struct WordListsTests {
    private let connection: Connection
    private let tokenizer: Tokenizer

    init() throws {
        connection = try Connection(path: ":memory:", mode: .create)
        tokenizer = try Tokenizer(connection)
    }

    /// What texts are put together from: ASCII in all its kinds, letters that fold, marks, scripts without blanks,
    /// signs, private use, and words longer than the eight bytes that are looked at together.
    private static let pieces: [String] = [
        "a", "Z", "0", "word", "Words", "eightby8", "ninebytes", "SIXTEENBYTESLONG", "seventeenbyteslon",
        "x9y", "_",
        "-", ".", "\u{0}", "\u{7f}", "\n", "\t", " ", " ", " ", ",", "\"", "\\", "{", "é", "É", "ß", "ẞ", "İ",
        "ﬁ",
        "Ω", "Å", "\u{212b}", "\u{301}", "e\u{301}", "日本語", "тест", "ТЕСТ", "العربية", "👩‍👩‍👧", "½", "٣",
        "\u{e000}",
        "\u{a0}", "\u{2003}", "“", "—", "\u{feff}", "𝔘", "𐐀", "\u{fffd}",
    ]

    private func text(_ random: inout StoreRandom) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            text += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
            if Int.random(in: 0..<3, using: &random) == 0 { text += " " }
        }
        return text
    }

    /// All words with their contents, as "word 1 2 3".
    private func own(_ texts: [SearchableText]) throws -> [String] {
        var lists = WordLists(tokenizer)
        for (index, text) in texts.enumerated() {
            lists.add(text.folded(), content: Int64(index + 1))
        }
        var found: [String] = []
        try lists.visit(project: 1) { key, contents throws(StoreError) in
            found.append(
                ([String(decoding: key.bytes.dropFirst(8), as: UTF8.self)]
                    + contents.indices.map { "\(contents[$0])" }).joined(
                        separator: " "))
        }
        return found
    }

    private func theirs(_ texts: [String]) throws -> [String] {
        try connection.execute(
            """
            DROP TABLE IF EXISTS texts;
            CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='unicode61 remove_diacritics 2');
            CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5vocab(texts, instance);
            """)
        for (index, text) in texts.enumerated() {
            let insert = try connection.statement("INSERT INTO texts(rowid, text) VALUES (?1, ?2)")
            insert.bind(1, index + 1)
            insert.bind(2, text)
            try insert.run()
        }
        let list = try connection.statement(
            """
            SELECT term || ' ' || group_concat(doc, ' ') FROM
                (SELECT DISTINCT CAST(term AS BLOB) AS key, term, doc FROM words ORDER BY key, doc)
            GROUP BY key ORDER BY key
            """)
        var found: [String] = []
        while try list.step() { found.append(list.text(0)) }
        return found
    }

    @Test("Random texts of all scripts have the same words in the same contents")
    func comparison() throws {
        var random = StoreRandom(seed: 41)
        for _ in 0..<60 {
            let texts = (0..<30).map { _ in text(&random) }
            #expect(try own(texts.map { .span($0) }) == theirs(texts))
        }
    }

    @Test("A message has the same words in its canonical form as in its text")
    func messages() throws {
        var random = StoreRandom(seed: 44)
        for _ in 0..<300 {
            let parts = (0..<Int.random(in: 0...4, using: &random)).map { _ in part(&random) }
            let canonical = Message(role: .user, parts: parts).canonical()
            let text = try #require(Message.searchText(canonical: canonical))
            #expect(try own([.message(canonical)]) == theirs([text]))
        }
    }

    private func part(_ random: inout StoreRandom) -> Part {
        let (text, other) = (text(&random), text(&random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .reasoning(Reasoning(text: text, signature: other))
        case 1: return .toolCall(ToolCall(id: other, name: text, arguments: [other: .string(text)]))
        case 2: return .toolResult(ToolResult(id: other, result: [.string(text), 1.5, nil]))
        case 3: return .toolResult(ToolResult(id: other, result: .string(text)))
        case 4: return .json([text: .string(other)])
        default: return .text(text)
        }
    }

    @Test("Words of any length up to the limit are told apart by their last byte")
    func lengths() throws {
        for length in [1, 7, 8, 9, 15, 16, 17, 24, 100, FoldedText.wordBytesMax] {
            let stem = String(repeating: "q", count: length - 1)
            #expect(
                try own([.span(stem + "A"), .span(stem + "b " + stem + "a")]) == [
                    stem + "a 1 2", stem + "b 2",
                ])
        }
    }

    @Test("A word beyond the limit is indexed by its beginning")
    func longWord() throws {
        let kept = String(repeating: "w", count: FoldedText.wordBytesMax)
        #expect(try own([.span(kept + "tail")]) == [kept + " 1"])
        #expect(try own([.span("é" + kept)]).first?.utf8.prefix(3).elementsEqual("eww".utf8) == true)
    }

    @Test("Many different words are all kept")
    func manyWords() throws {
        let texts = (0..<40).map { text in (0..<500).map { "w\($0 * (text + 1))" }.joined(separator: " ") }
        #expect(try own(texts.map { .span($0) }) == theirs(texts))
    }
}
