import HindcastStore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder of a store: which files it has, and what is refused.
struct StoreFolder: Sendable {
    let path: String

    var database: String { path + "/hindcast.sqlite" }
    var search: String { path + "/search.sqlite" }
    var lock: String { path + "/hindcast.lock" }

    enum Kind { case missing, folder, other }

    static func kind(of path: String) -> Kind {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return .missing }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .other
    }

    static func bytes(of path: String) -> Int64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    var bytesOnDisk: Int64 {
        [database, search].flatMap { [$0, $0 + "-wal", $0 + "-shm"] }.reduce(0) { $0 + Self.bytes(of: $1) }
    }

    /// Makes the folder for its owner alone. What is there stays as it is.
    func prepare() throws(StoreError) {
        switch Self.kind(of: path) {
        case .folder: return
        case .other: throw .corrupt("\(path) is not a folder: name a folder for the store.")
        case .missing: break
        }
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/" + part
            if Self.kind(of: made) == .missing, unsafe mkdir(made, 0o700) != 0, errno != EEXIST {
                throw .readOnly("The folder \(path) cannot be made: \(Self.systemError()).")
            }
        }
    }

    /// Whether there is a database; a folder with other files of a store but without it was damaged, and making a new
    /// one would hide that.
    func hasDatabase() throws(StoreError) -> Bool {
        if Self.kind(of: database) != .missing {
            // An empty file is what a crash in the first moment of a new store leaves; SQLite writes it anew.
            if Self.bytes(of: database) > 0 { return true }
        }
        for leftover in [database + "-wal", search, path + "/hindcast.url"]
        where Self.kind(of: leftover) != .missing && Self.bytes(of: leftover) > 0 {
            throw .corrupt(
                "\(path) has files of a store but no database hindcast.sqlite: restore it from a backup, or name an "
                    + "empty folder.")
        }
        return false
    }

    static func systemError() -> String { unsafe String(cString: strerror(errno)) }
}
