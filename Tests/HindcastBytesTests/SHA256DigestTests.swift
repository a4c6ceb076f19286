import HindcastBytes
import Testing

struct SHA256DigestTests {
    @Test(
        "Digests are those of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func knownVectors(text: String, expected: String) {
        #expect(SHA256Digest.of(Array(text.utf8)).hex == expected)
    }

    @Test("A million letters digest as FIPS 180-4 says")
    func longVector() {
        let digest = SHA256Digest.of([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        #expect(digest.hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("A domain is one byte put before the content")
    func domain() {
        #expect(SHA256Digest.of(domain: 0x61, Array("bc".utf8)) == SHA256Digest.of(Array("abc".utf8)))
        #expect(SHA256Digest.of(domain: 1, [2]) != SHA256Digest.of(domain: 2, [2]))
    }

    @Test("A digest survives being stored, and only 32 bytes are one")
    func bytes() {
        let digest = SHA256Digest.of([1, 2, 3])
        #expect(SHA256Digest(bytes: digest.bytes) == digest)
        #expect(Hex.encode(digest.bytes) == digest.hex)
        #expect(SHA256Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(SHA256Digest(bytes: [UInt8](repeating: 0, count: 33)) == nil)
    }

    @Test("Digests sort as their bytes do")
    func order() {
        let digests = (0..<200).map { SHA256Digest.of([UInt8($0)]) }
        let byBytes = digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        #expect(digests.sorted() == byBytes)
        let low = SHA256Digest(bytes: [UInt8](repeating: 0, count: 32))
        let high = SHA256Digest(bytes: [UInt8](repeating: 0, count: 31) + [1])
        #expect(low != high)
        #expect([high, low].compactMap(\.self).sorted() == [low, high].compactMap(\.self))
    }
}
