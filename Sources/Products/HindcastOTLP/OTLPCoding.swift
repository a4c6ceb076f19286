import HindcastBytes
import HindcastEngine

/// How a body is compressed on the wire.
enum OTLPCoding: Sendable, Equatable {
    case identity, zlib, zstd

    /// What a `Content-Encoding` names. Gzip tells itself from deflate by its first bytes.
    init(contentEncoding: String?) throws(OTLPError) {
        switch contentEncoding?.lowercased().filter({ $0 != " " }) {
        case nil, "", "identity": self = .identity
        case "gzip", "x-gzip", "deflate": self = .zlib
        case "zstd": self = .zstd
        case .some: throw .unsupportedCoding(contentEncoding ?? "")
        }
    }

    /// The body itself, at most `bytesMax` bytes of it.
    func decoded(_ body: [UInt8], bytesMax: Int) throws(OTLPError) -> [UInt8] {
        guard body.count <= bytesMax else { throw Self.tooLarge(bytesMax) }
        do throws(CompressionError) {
            switch self {
            case .identity: return body
            case .zlib: return try Gzip.decompress(body, bytesMax: bytesMax)
            case .zstd: return try Zstd.decompress(body, bytesMax: bytesMax)
            }
        } catch {
            switch error {
            case .tooLarge: throw Self.tooLarge(bytesMax)
            case .outOfMemory: throw .refused(.unavailable("\(error)"))
            case .malformed, .truncated:
                throw .malformed("The body is not what its Content-Encoding says: \(error).")
            }
        }
    }

    private static func tooLarge(_ bytesMax: Int) -> OTLPError {
        .tooLarge("The body has more than \(bytesMax) bytes; send smaller batches.")
    }
}
