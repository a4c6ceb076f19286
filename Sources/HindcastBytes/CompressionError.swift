/// Why compressed bytes could not be read.
public enum CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The content is larger than the caller allows; nothing beyond the limit was kept.
    case tooLarge(limit: Int)
    /// The bytes are not of this format, or are damaged; the detail is the library's word for it.
    case malformed(detail: String)
    /// The bytes end before the content does.
    case truncated
    /// The library could not get the memory it needs.
    case outOfMemory

    /// One sentence for whoever sent the bytes.
    public var description: String {
        switch self {
        case .tooLarge(let limit):
            "the decompressed content exceeds the limit of \(limit) bytes; send less at once"
        case .malformed(let detail): "the compressed content is damaged or of another format (\(detail))"
        case .truncated: "the compressed content ends too early; send it whole"
        case .outOfMemory: "there is not enough memory to decompress the content; try again later"
        }
    }
}
