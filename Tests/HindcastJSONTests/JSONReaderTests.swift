import HindcastJSON
import TestKit
import Testing

struct JSONReaderTests {
    private func reason(_ text: String) -> JSONError.Reason? {
        do {
            _ = try JSONReader.parse(text)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        "Numbers keep the text they were written with",
        arguments: [
            "0", "-0", "1", "-1", "10", "1.0", "1.50", "1e5", "1E+05", "1e-400", "-0.0e0",
            "123456789012345678901234567890", "0.1000000000000000055511151231257827",
        ])
    func numbers(text: String) throws {
        let value = try JSONReader.parse(" \(text) ")
        #expect(value.text == text)
        #expect(try JSONReader.parse("[\(text)]")[0] == value)
        #expect(JSONNumber(text: text)?.text == text)
    }

    @Test(
        "What is no number is refused",
        arguments: [
            "01", "-", "+1", ".5", "1.", "1.e5", "1e", "1e+", "0x10", "-01", "1_000", "--1", "١", "-a",
            "1.5.1", "Inf",
            "nan", "-NaN", "infinity",
        ])
    func badNumbers(text: String) {
        #expect(reason(text) != nil)
        #expect(reason("[\(text)]") != nil)
        #expect(JSONNumber(text: text) == nil)
    }

    @Test("Numbers are read as integers only where they are whole and fit")
    func numberValues() throws {
        #expect(try JSONReader.parse("9223372036854775807").intValue == .max)
        #expect(try JSONReader.parse("-9223372036854775808").intValue == .min)
        #expect(try JSONReader.parse("9223372036854775808").intValue == nil)
        #expect(try JSONReader.parse("1e3").intValue == 1000)
        #expect(try JSONReader.parse("1.0").intValue == 1)
        #expect(try JSONReader.parse("1.5").intValue == nil)
        #expect(try JSONReader.parse("1e999").doubleValue == .infinity)
        #expect(try JSONReader.parse("1e999").intValue == nil)
        #expect(try JSONReader.parse("0.1").doubleValue == 0.1)
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(Double.leastNonzeroMagnitude)?.text == "5e-324")
    }

    @Test("Python's NaN and infinities are kept, unless a caller wants them refused")
    func lenientNumbers() throws {
        let text = "[NaN,Infinity,-Infinity]"
        let value = try JSONReader.parse(text)
        #expect(value.text == text)
        #expect(value[0]?.doubleValue?.isNaN == true)
        #expect(value[1]?.doubleValue == .infinity)
        #expect(value[2]?.doubleValue == -.infinity)
        #expect(throws: JSONError.self) {
            try JSONReader.parse(text, limits: JSONLimits(lenientNumbers: false))
        }
    }

    @Test(
        "Strings are read with all their escapes",
        arguments: [
            (#""""#, ""), (#""a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\ude00""#, "😀"), (#""\uD83D\uDE00x""#, "😀x"),
            (#""\u0000""#, "\0"), (#""é€😀""#, "é€😀"),
            (
                #""a long enough text, é, then \n and more text""#,
                "a long enough text, é, then \n and more text"
            ), ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"),
        ])
    func strings(text: String, expected: String) throws {
        #expect(try JSONReader.parse(text) == .string(expected))
    }

    @Test(
        "Half an emoji becomes the replacement character and costs nothing around it",
        arguments: [
            (#""\ud83d""#, "\u{fffd}"), (#""\ude00""#, "\u{fffd}"), (#""a\ud83db""#, "a\u{fffd}b"),
            (#""\ud83d\n""#, "\u{fffd}\n"), (#""\ud83d\u0041""#, "\u{fffd}A"),
            (#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"), (#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
        ])
    func loneSurrogates(text: String, expected: String) throws {
        #expect(try JSONReader.parse(text) == .string(expected))
    }

    @Test(
        "Broken strings are refused",
        arguments: [
            (#"""#, .endOfText), (#""abc"#, .endOfText), (#""\"#, .endOfText), (#""\""#, .endOfText),
            (#""\u12"#, .endOfText), (#""\x41""#, .malformedEscape), (#""\u12g4""#, .malformedEscape),
            (#""\u+123""#, .malformedEscape), (#""\ud83d\uzzzz""#, .malformedEscape),
            ("\"a\nb\"", .controlCharacter(10)), ("\"\0\"", .controlCharacter(0)),
            ("\"0123456789\t\"", .controlCharacter(9)), ("'a'", .unexpectedByte(0x27)),
        ] as [(String, JSONError.Reason)])
    func badStrings(text: String, expected: JSONError.Reason) {
        #expect(reason(text) == expected)
        #expect(reason("[\(text)") == expected)
    }

    @Test(
        "Bytes that are not UTF-8 are refused where they stand",
        arguments: [
            [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        for prefix in ["", "plain text before it ", #"escaped \n text"#] {
            let text = Array("[\"\(prefix)".utf8) + bytes + Array("\"]".utf8)
            #expect(throws: JSONError.self) { try JSONReader.parse(text) }
            do {
                _ = try JSONReader.parse(text)
            } catch {
                #expect(error.reason == .invalidUTF8)
                #expect(error.offset == 2 + prefix.utf8.count)
            }
        }
        #expect(throws: JSONError.self) { try JSONReader.parse(bytes) }
    }

    @Test(
        "Broken structure is refused with its place",
        arguments: [
            ("", .endOfText, 0), ("  ", .endOfText, 2), ("[", .endOfText, 1), ("{", .endOfText, 1),
            ("[1", .endOfText, 2), ("[1,", .endOfText, 3), ("[1,]", .unexpectedByte(0x5d), 3),
            ("[,1]", .unexpectedByte(0x2c), 1), ("[1 2]", .unexpectedByte(0x32), 3),
            ("[1}", .unexpectedByte(0x7d), 2), ("{\"a\"}", .unexpectedByte(0x7d), 4),
            ("{\"a\":}", .unexpectedByte(0x7d), 5), ("{\"a\":1,}", .unexpectedByte(0x7d), 7),
            ("{1:2}", .unexpectedByte(0x31), 1), ("{\"a\" 1}", .unexpectedByte(0x31), 5),
            ("]", .unexpectedByte(0x5d), 0), ("1 1", .trailingContent, 2), ("{}x", .trailingContent, 2),
            ("[]]", .trailingContent, 2), ("tru", .endOfText, 3), ("trux", .unexpectedByte(0x78), 3),
            ("nulll", .trailingContent, 4), ("\u{feff}1", .unexpectedByte(0xef), 0),
            ("// a", .unexpectedByte(0x2f), 0),
            ("\u{a0}1", .unexpectedByte(0xc2), 0), ("\u{c}1", .unexpectedByte(0x0c), 0),
        ] as [(String, JSONError.Reason, Int)])
    func structure(text: String, expected: JSONError.Reason, offset: Int) {
        do {
            let value = try JSONReader.parse(text)
            Issue.record("read as \(value)")
        } catch {
            #expect(error.reason == expected)
            #expect(error.offset == offset)
        }
    }

    @Test("White space may stand between all tokens")
    func whiteSpace() throws {
        let value = try JSONReader.parse("\t{ \"a\" : [ 1 ,\r\n true ] , \"b\" : { } , \"c\" : [ ] }\n")
        #expect(value == ["a": [1, true], "b": [:], "c": []])
    }

    @Test("Nesting is read down to the limit and refused below it")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSONReader.parse(nested(256)).text == nested(256))
        #expect(reason(nested(257)) == .tooDeep(depthMax: 256))
        let mixed = String(repeating: "{\"a\":[", count: 128) + "1" + String(repeating: "]}", count: 128)
        #expect(try JSONReader.parse(mixed).text == mixed)
        #expect(throws: JSONError.self) { try JSONReader.parse("[\(mixed)]") }
        let flat = "[" + String(repeating: "[],", count: 1000) + "[]]"
        #expect(try JSONReader.parse(flat, limits: JSONLimits(depthMax: 2)).arrayValue?.count == 1001)
        #expect(try JSONReader.parse("1", limits: JSONLimits(depthMax: 0)) == 1)
    }

    @Test("A million open brackets are refused, whatever depth the caller allows")
    func depthBomb() {
        let bomb = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        for limits in [JSONLimits.standard, JSONLimits(depthMax: .max)] {
            #expect(throws: JSONError.self) { try JSONReader.parse(bomb, limits: limits) }
        }
        var limits = JSONLimits()
        limits.depthMax = .max
        #expect(throws: JSONError.self) { try JSONReader.parse(bomb, limits: limits) }
    }

    @Test("A text over the size limit is refused unread")
    func size() {
        #expect(throws: JSONError.self) { try JSONReader.parse("[1,2]", limits: JSONLimits(bytesMax: 4)) }
        #expect(throws: Never.self) { try JSONReader.parse("[1,2]", limits: JSONLimits(bytesMax: 5)) }
    }

    @Test("A value is read from the middle of other bytes, and no further")
    func ranges() throws {
        let bytes = Array(#"xx{"a":12}yy"#.utf8)
        #expect(try JSONReader.parse(bytes.span, in: 2..<10) == ["a": 12])
        #expect(try JSONReader.parse(bytes.span, in: 7..<8) == 1)
        #expect(throws: JSONError.self) { try JSONReader.parse(bytes.span, in: 2..<9) }
        #expect(throws: JSONError.self) { try JSONReader.parse(bytes.span, in: 3..<5) }
    }

    @Test("Ten thousand random and damaged texts break nothing")
    func damaged() {
        var generator = SeededGenerator(seed: 4)
        let likely = Array(#"[]{}:,"\ tfn0123.-eE/u"#.utf8) + [0x0a, 0xc3, 0xa9, 0x00]
        for index in 0..<10_000 {
            guard index % 2 == 0 else {
                let count = Int.random(in: 0...24, using: &generator)
                JSONFuzz.run(generator.bytes(count, from: likely))
                continue
            }
            let text = generator.json(depth: 3).serialized()
            JSONFuzz.run(text)
            JSONFuzz.run(generator.damaged(text))
        }
    }
}
