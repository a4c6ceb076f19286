public import HindcastBytes

/// An image that was sent inside a message and is kept beside the messages, once, however often it is repeated.
public struct ConversationImage: Sendable, Equatable {
    /// What names it: the same picture has the same name.
    public let digest: SHA256Digest
    /// `image/png` and the like, by its first bytes.
    public let mimeType: String
    public let bytes: [UInt8]

    /// Keeps images apart from other contents with the same bytes.
    private static let hashDomain: UInt8 = 0x49

    /// Nil when the bytes are of no kind of image that may be shown: a browser must never be handed a page or a script
    /// under the name of a picture.
    public init?(_ bytes: [UInt8]) {
        guard let type = Self.type(of: bytes) else { return nil }
        self.bytes = bytes
        mimeType = type
        digest = SHA256Digest.of(domain: Self.hashDomain, bytes)
    }

    private static let signatures: [(bytes: [UInt8], type: String)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        (Array("GIF87a".utf8), "image/gif"), (Array("GIF89a".utf8), "image/gif"),
        (Array("BM".utf8), "image/bmp"),
    ]

    private static func type(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            return "image/webp"
        }
        return signatures.first { bytes.starts(with: $0.bytes) }?.type
    }
}
