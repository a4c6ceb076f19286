#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads a certificate or key.
enum PEMFile {
    /// A long chain has about 20 KB; more is not a PEM file.
    static let bytesMax = 1024 * 1024

    static func read(_ path: String) throws(NetError) -> CText {
        guard let file = unsafe fopen(path, "rb") else {
            throw .unreadableFile(path: path, reason: unsafe String(cString: strerror(errno)))
        }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
        guard count > 0, unsafe ferror(file) == 0 else {
            throw .unreadableFile(path: path, reason: "it is empty or no file")
        }
        guard count <= bytesMax else {
            throw .unreadableFile(path: path, reason: "it is larger than \(bytesMax) bytes")
        }
        return CText(bytes.prefix(count))
    }
}
