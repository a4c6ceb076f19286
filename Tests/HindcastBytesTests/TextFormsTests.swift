import HindcastBytes
import TestKit
import Testing

struct TextFormsTests {
    @Test("Hexadecimal is written in lower case and read in both")
    func hex() {
        #expect(Hex.encode([0x00, 0x9f, 0xff]) == "009fff")
        #expect(Hex.decode("009fFF") == [0x00, 0x9f, 0xff])
        #expect(Hex.decode("") == [])
        #expect(Hex.encode(0x0123_4567_89ab_cdef as UInt64) == "0123456789abcdef")
        #expect(Hex.encode(0 as UInt64) == "0000000000000000")
    }

    @Test(
        "What is no hexadecimal is refused", arguments: ["0", "0g", "0x", " 00", "é", "0/", "0:", "0@", "0`"])
    func badHex(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test(
        "Base64 is that of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
        #expect(Base64.decode(encoded.filter { $0 != "=" }) == Array(plain.utf8))
    }

    @Test("Base64 is read in both alphabets")
    func base64Alphabets() {
        #expect(Base64.encode([0xfb, 0xff, 0xfe]) == "+//+")
        #expect(Base64.decode("+//+") == [0xfb, 0xff, 0xfe])
        #expect(Base64.decode("-__-") == [0xfb, 0xff, 0xfe])
    }

    @Test(
        "What is no Base64 is refused",
        arguments: ["Z", "Zg=", "Zg===", "====", "=", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zg==Zg==", "é"])
    func badBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("Random content survives hexadecimal and Base64")
    func roundTrips() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<1_000 {
            let bytes = generator.bytes(Int.random(in: 0...40, using: &generator))
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }

    @Test("Random bytes come in the number asked for and do not repeat")
    func randomness() {
        #expect(Randomness.bytes(0) == [])
        #expect(Randomness.bytes(33).count == 33)
        #expect(Randomness.bytes(16) != Randomness.bytes(16))
    }

    @Test("Secrets are compared whole")
    func constantTime() {
        #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEqual([1, 2, 3], [0, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
        #expect(constantTimeEqual([], []))
    }
}
