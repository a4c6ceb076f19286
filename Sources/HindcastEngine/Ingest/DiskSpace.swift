#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells how much room is left for the store.
public protocol DiskSpace: Sendable {
    /// Nil when it cannot be told; then writing is tried.
    func freeBytes() -> Int64?
}

/// The file system that holds a folder.
public struct FolderDiskSpace: DiskSpace {
    private let folder: String

    public init(folder: String) { self.folder = folder }

    public func freeBytes() -> Int64? {
        var figures = statvfs()
        guard unsafe statvfs(folder, &figures) == 0 else { return nil }
        return Int64(
            clamping: UInt64(figures.f_bavail).multipliedReportingOverflow(by: UInt64(figures.f_frsize))
                .partialValue)
    }
}
