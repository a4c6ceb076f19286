#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is read where it lies: its bytes come into memory when they are touched, and the system may drop them
/// again.
public final class MappedFile: Sendable {
    public let count: Int
    /// As a number, which any thread may hold; the memory behind it is never written.
    private let address: UInt

    /// - Throws: `FileError` when it cannot be read, is no plain file, is empty, or is larger than `bytesMax`.
    public init(path: String, bytesMax: Int) throws(FileError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, reason: FileError.lastReason) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FileError(path: path, reason: "it is no plain file")
        }
        count = Int(status.st_size)
        guard count > 0 else { throw FileError(path: path, reason: "it is empty") }
        guard count <= bytesMax else {
            throw FileError(path: path, reason: "it has more than \(bytesMax) bytes")
        }
        let memory = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            throw FileError(path: path, reason: FileError.lastReason)
        }
        address = UInt(bitPattern: memory)
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(bitPattern: address), count) }

    /// A copy of some of its bytes; nil when they are not all there.
    public func bytes(_ range: Range<Int>) -> [UInt8]? {
        guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
        return unsafe Array(UnsafeRawBufferPointer(rebasing: memory[range]))
    }

    /// Its bytes in place. They stay where they are as long as the file itself is held.
    @unsafe public var memory: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count)
    }
}
