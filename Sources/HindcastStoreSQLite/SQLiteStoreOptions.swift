/// How a store is opened.
public struct SQLiteStoreOptions: Sendable {
    /// What the process that opens a folder means to do with it.
    public enum Access: Sendable {
        /// The one server of the folder: makes it when it is missing, holds its lock, indexes for search.
        case serve
        /// A second process that writes records (keys, projects) for a moment, beside a running server. It must not
        /// append, delete or collect garbage.
        case share
        /// Reads only, beside a running server.
        case read
    }

    public var access: Access
    /// Contents are compressed in packs of this size before compression; larger ones compress better and cost more to
    /// read one message from.
    public var packBytesMax: Int
    /// zstd's level; 3 stores agent traffic at about a third less than 1 for half as much again of the time.
    public var compressionLevel: Int
    /// Threads that read. Two keep a slow query from holding up the rest.
    public var readerCount: Int
    /// Whether contents are indexed for search in the background.
    public var indexesText: Bool
    /// Bytes of decompressed packs kept in memory.
    public var packCacheBytesMax: Int
    /// Pages the main file may have; nil means what the device holds. For tests of a full device.
    public var pagesMax: Int?

    public init(access: Access = .serve) {
        self.access = access
        packBytesMax = 256 << 10
        compressionLevel = 3
        readerCount = 2
        indexesText = true
        packCacheBytesMax = 16 << 20
        pagesMax = nil
    }
}
