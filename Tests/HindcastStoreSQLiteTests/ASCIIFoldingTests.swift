import HindcastModel
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("Text is folded sixteen bytes at a time as it would be byte by byte")
struct ASCIIFoldingTests {
    private static func plain(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: byte
        default: 0
        }
    }

    private static func bytes(_ count: Int, _ random: inout StoreRandom) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private static func fold(_ text: [UInt8], at start: Int) -> (folded: [UInt8], hasBackslashes: Bool) {
        var output = [UInt8](repeating: 0xaa, count: start + text.count + ASCIIFolding.blockBytes)
        var span = output.mutableSpan
        let hasBackslashes = ASCIIFolding.fold(text.span, into: &span, at: start)
        #expect(output[..<start].allSatisfy { $0 == 0xaa })
        return (Array(output[start..<start + text.count]), hasBackslashes)
    }

    @Test("Each of the 256 bytes folds the same at each place of a block, whatever stands beside it")
    func everyByte() {
        for neighbour in [0, 0x7f, 0x80, 0xff, UInt8(ascii: "A")] {
            for byte in 0...255 as ClosedRange<UInt8> {
                for place in 0..<ASCIIFolding.blockBytes {
                    var text = [UInt8](repeating: neighbour, count: ASCIIFolding.blockBytes)
                    text[place] = byte
                    let (folded, hasBackslashes) = Self.fold(text, at: 0)
                    #expect(folded == text.map(Self.plain) && hasBackslashes == text.contains(0x5c))
                }
            }
        }
    }

    @Test("Random bytes of every length fold as byte by byte, from any place on")
    func everyLength() {
        var random = StoreRandom(seed: 45)
        for length in 0...70 {
            for start in [0, 1, 7, 16, 33] {
                let text = Self.bytes(length, &random)
                let (folded, hasBackslashes) = Self.fold(text, at: start)
                #expect(folded == text.map(Self.plain))
                #expect(hasBackslashes == text.contains(UInt8(ascii: "\\")))
            }
        }
    }

    @Test("The next backslash is found wherever it stands")
    func backslashes() {
        for length in 0...40 {
            for place in 0..<length {
                var text = [UInt8](repeating: 0x5d, count: length)
                text[place] = 0x5c
                for start in 0...length {
                    let found = ASCIIFolding.backslash(in: text.span, from: start)
                    #expect(found == (start <= place ? place : nil))
                }
            }
        }
    }

    @Test("Every escape of a string is a gap between words, whatever it stands for")
    func escapes() {
        for (escaped, gap) in [("\n", 2), ("\"", 2), ("\\", 2), ("\u{1}", 6), ("\u{1f}", 6)] {
            for before in 0...20 {
                let (left, right) = (String(repeating: "N", count: before), "u0041\(before)")
                let message = Message(role: .user, parts: [.text(left + escaped + right), .text("end")])
                let folded = SearchableText.message(message.canonical()).folded()
                let words = left.utf8.map { $0 + 32 } + [UInt8](repeating: 0, count: gap) + Array(right.utf8)
                #expect(Array(folded[0..<folded.count]) == words + [0] + Array("end".utf8) + [0])
            }
        }
    }
}
