#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files and folders that are made, moved and removed by their paths.
public enum DiskFile {
    /// Writes a file anew, and returns once it is on disk.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        guard let file = unsafe fopen(path, "wb") else {
            throw FileError(path: path, reason: FileError.lastReason)
        }
        let written = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
        let isKept = unsafe written == bytes.count && fflush(file) == 0 && fsync(fileno(file)) == 0
        let reason = FileError.lastReason
        unsafe fclose(file)
        guard isKept else { throw FileError(path: path, reason: reason) }
    }

    /// Makes a folder, for its owner alone. One that is there already is left as it is.
    public static func makeFolder(_ path: String) throws(FileError) {
        guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw FileError(path: path, reason: FileError.lastReason)
    }

    public static func rename(_ path: String, to other: String) throws(FileError) {
        guard systemRename(path, other) == 0 else {
            throw FileError(path: path, reason: FileError.lastReason)
        }
    }

    /// Removes a file or an empty folder; nothing when it is not there.
    public static func remove(_ path: String) throws(FileError) {
        guard systemRemove(path) != 0, errno != ENOENT else { return }
        throw FileError(path: path, reason: FileError.lastReason)
    }

    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Bytes of a plain file; nil when it is none.
    public static func count(_ path: String) -> Int? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}

// The system's functions, where members of the same name hide them.
private func systemRename(_ path: String, _ other: String) -> Int32 { unsafe rename(path, other) }
private func systemRemove(_ path: String) -> Int32 { unsafe remove(path) }
