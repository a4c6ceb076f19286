extension SQLiteStore {
    /// The address of the server that holds the folder, if one does and has told it. Touches nothing.
    public static func runningServer(folder: String) -> String? {
        FolderLock.holderURL(StoreFolder(path: folder))
    }
}
