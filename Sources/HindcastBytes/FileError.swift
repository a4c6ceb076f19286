#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a file cannot be used.
public struct FileError: Error, Equatable, Sendable {
    public let path: String
    public let reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// For the person who named it.
    public var sentence: String { "\(path) cannot be used: \(reason)." }

    /// What the system said last.
    static var lastReason: String { unsafe String(cString: strerror(errno)) }
}
