import HindcastEngine

/// Why an export request is refused. Nothing of it is stored.
enum OTLPError: Error, Sendable {
    /// A media type that is neither protobuf nor JSON.
    case unsupportedType(String)
    /// A `Content-Encoding` nobody here reads.
    case unsupportedCoding(String)
    /// More bytes, or more items in them, than are taken at once.
    case tooLarge(String)
    /// The body is not what its headers say, or not an export request.
    case malformed(String)
    /// The caller is not let in.
    case unauthenticated
    /// The engine cannot take it now.
    case refused(IngestError)
}
