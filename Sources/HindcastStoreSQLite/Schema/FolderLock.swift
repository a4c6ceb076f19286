import HindcastStore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps a second server out of a folder. The system drops the lock with the process, however it ends; the file names
/// the holder for whoever is kept out.
final class FolderLock: Sendable {
    private let descriptor: Int32
    private let isReleased = Atomic<Bool>(false)

    init(_ folder: StoreFolder) throws(StoreError) {
        let descriptor = unsafe open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = "The store's folder \(folder.path) cannot be written: \(StoreFolder.systemError())."
            throw errno == EACCES || errno == EROFS || errno == EPERM ? .readOnly(reason) : .engine(reason)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.read(descriptor)
            closeDescriptor(descriptor)
            throw .locked(
                "The folder \(folder.path) is used by another Hindcast\(holder). Stop it or name another folder."
            )
        }
        self.descriptor = descriptor
        write(url: nil)
    }

    deinit { release() }

    func release() {
        if !isReleased.exchange(true, ordering: .acquiringAndReleasing) { closeDescriptor(descriptor) }
    }

    /// Writes who holds the folder.
    func write(url: String?) {
        if isReleased.load(ordering: .acquiring) { return }
        let text = "\(getpid())\n\(url ?? "")\n"
        _ = ftruncate(descriptor, 0)
        let bytes = Array(text.utf8)
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, 0)
        }
    }

    /// Where the holder can be reached, if there is one.
    static func holderURL(_ folder: StoreFolder) -> String? {
        let descriptor = unsafe open(folder.lock, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { closeDescriptor(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return lines(descriptor).dropFirst().first
    }

    private static func read(_ descriptor: Int32) -> String {
        let lines = lines(descriptor)
        guard let process = lines.first else { return "" }
        return lines.count > 1 ? " (process \(process), \(lines[1]))" : " (process \(process))"
    }

    /// The process and, once it listens, its address.
    private static func lines(_ descriptor: Int32) -> [String] {
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe pread(descriptor, bytes.baseAddress, bytes.count, 0)
        }
        guard count > 0 else { return [] }
        return String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

private func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }
