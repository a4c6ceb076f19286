import HindcastCLI
import HindcastEngine
import HindcastModel
import HindcastNet
import HindcastStore
import HindcastStoreSQLite

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The product's version: of the binary, of `/health` and of the changelog.
let hindcastVersion = "0.1.0"

extension Environment {
    /// The process's own world: its variables, its terminal, SQLite in a folder.
    static var system: Environment {
        let variables = processVariables()
        return Environment(
            version: hindcastVersion, variables: variables, console: .system(variables: variables),
            time: SystemTime(),
            openStore: { folder, use throws(StoreError) in
                // The first key is made before the first server runs: then the store is made with it.
                let makes = use == .records && SQLiteStore.runningServer(folder: folder) == nil
                let access: SQLiteStoreOptions.Access = makes ? .serve : use.access
                return try SQLiteStore.open(folder: folder, options: SQLiteStoreOptions(access: access))
            },
            makeSink: { store in
                Recorder(store: store, normaliser: Normaliser(), disk: EndlessDisk(), committed: { _ in })
            },
            makeReader: { store in TraceReader(store: store, normaliser: Normaliser()) },
            runningServer: { folder in SQLiteStore.runningServer(folder: folder) },
            client: HTTPClient(),
            makeClient: { (store, project, options) throws(ModelError) in
                let time = SystemTime()
                return StoreClient(
                    store: store, project: project, parts: try LearningParts(options, time: time), time: time)
            },
            readFile: { path in systemFile(path) },
            pause: { milliseconds in await Interruption.shared.wait(milliseconds: milliseconds) },
            serve: { options in await Server.run(options, console: .system(variables: variables)) })
    }
}

extension FolderUse {
    fileprivate var access: SQLiteStoreOptions.Access {
        switch self {
        case .read: .read
        case .records: .share
        case .exclusive: .serve
        }
    }
}

private func processVariables() -> [String: String] {
    var found: [String: String] = [:]
    var next = unsafe environ
    while let entry = unsafe next.pointee {
        let line = unsafe String(cString: entry)
        if let mark = line.firstIndex(of: "=") {
            found[String(line[..<mark])] = String(line[line.index(after: mark)...])
        }
        unsafe next += 1
    }
    return found
}
