public import HindcastBytes

/// A key as its holder knows it: `hk_` and forty characters of base 62, 238 bits from the system's random source.
/// Only its digest is stored.
public struct AccessKey: Sendable {
    /// The whole key. Never logged, never stored.
    public let text: String

    /// Lets people and scanners of leaked secrets recognise a key.
    public static let prefix = "hk_"
    static let randomCharacters = 40
    /// Characters shown in lists: enough to tell keys apart, far too few to guess the rest.
    static let hintCharacters = 8
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    /// Keeps digests of keys apart from digests of contents.
    private static let hashDomain: UInt8 = 0x4B

    /// Takes what a request presents. Nil when it cannot be a key of any kind.
    public init?(presented text: String) {
        guard (1...AccessLimits.keyBytesMax).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    private init(text: String) { self.text = text }

    /// A new key from the system's random source.
    public static func random() -> AccessKey {
        var characters: [UInt8] = []
        // Bytes from 248 up are thrown away: 248 is the largest multiple of 62, so no character is likelier.
        while characters.count < randomCharacters {
            for byte in Randomness.bytes(64) where byte < 248 && characters.count < randomCharacters {
                characters.append(alphabet[Int(byte) % alphabet.count])
            }
        }
        return AccessKey(text: prefix + String(decoding: characters, as: UTF8.self))
    }

    /// What is stored and looked up.
    public var hash: SHA256Digest { SHA256Digest.of(domain: Self.hashDomain, Array(text.utf8)) }

    /// What lists show of a key.
    public var hint: String { String(text.prefix(Self.hintCharacters)) }
}
