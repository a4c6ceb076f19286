/// Why an archive cannot be read.
public enum ZipError: Error, Equatable, Sendable {
    case malformed(String)
    /// Sound, but beyond what is read here.
    case unsupported(String)
    case tooLarge(name: String, bytesMax: Int)

    /// For the person who named it.
    public var sentence: String {
        switch self {
        case .malformed(let what): "The archive is damaged: \(what)."
        case .unsupported(let what): "The archive cannot be read: \(what)."
        case .tooLarge(let name, let bytesMax): "\(name) in the archive has more than \(bytesMax) bytes."
        }
    }
}
