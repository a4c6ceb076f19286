public import HindcastEngine
public import HindcastHTTP
public import HindcastModel
public import HindcastStore

/// A store that implements both ports, as every engine's does.
public typealias Store = TraceStore & RecordStore

/// What a command wants to do in the data folder.
public enum FolderUse: Sendable, Equatable {
    /// Look, also beside a running server.
    case read
    /// Change keys and projects, also beside a running server.
    case records
    /// Write or delete spans: nobody else may use the folder meanwhile. Makes the folder if there is none.
    case exclusive
}

/// Everything a command needs of the world, so that tests bring their own.
public struct Environment: Sendable {
    /// The product's version.
    public var version: String
    /// The process's environment variables.
    public var variables: [String: String]
    /// Where output goes and questions are asked.
    public var console: Console
    /// The clock.
    public var time: any TimeSource
    /// Opens the store of a folder for one command, which closes it.
    public var openStore: @Sendable (_ folder: String, FolderUse) async throws(StoreError) -> any Store
    /// Records into a store that was opened for exclusive use.
    public var makeSink: @Sendable (any Store) -> any SpanSink
    /// Answers queries from an open store.
    public var makeReader: @Sendable (any Store) -> TraceReader
    /// The address of the server that uses the folder, if one does.
    public var runningServer: @Sendable (_ folder: String) -> String?
    /// Asks that server.
    public var client: any HTTPFetching
    /// Answers what a server with these options would, from an open store and for one of its projects.
    public var makeClient:
        @Sendable (any Store, ProjectID, ServeOptions) throws(ModelError) -> any HTTPFetching
    /// The bytes of a file, or of what is piped in for `-`; nil when it cannot be read.
    public var readFile: @Sendable (_ path: String) -> [UInt8]?
    /// Waits for about that long; false when the person wants to stop.
    public var pause: @Sendable (_ milliseconds: Int) async -> Bool
    /// Serves until told to stop; answers the exit code.
    public var serve: @Sendable (ServeOptions) async -> Int32

    /// Everything at once, so that no command finds a part missing.
    public init(
        version: String, variables: [String: String], console: Console, time: any TimeSource,
        openStore: @escaping @Sendable (String, FolderUse) async throws(StoreError) -> any Store,
        makeSink: @escaping @Sendable (any Store) -> any SpanSink,
        makeReader: @escaping @Sendable (any Store) -> TraceReader,
        runningServer: @escaping @Sendable (String) -> String?,
        client: any HTTPFetching,
        makeClient:
            @escaping @Sendable (any Store, ProjectID, ServeOptions) throws(ModelError) -> any HTTPFetching,
        readFile: @escaping @Sendable (String) -> [UInt8]?,
        pause: @escaping @Sendable (Int) async -> Bool,
        serve: @escaping @Sendable (ServeOptions) async -> Int32
    ) {
        self.version = version
        self.variables = variables
        self.console = console
        self.time = time
        self.openStore = openStore
        self.makeSink = makeSink
        self.makeReader = makeReader
        self.runningServer = runningServer
        self.client = client
        self.makeClient = makeClient
        self.readFile = readFile
        self.pause = pause
        self.serve = serve
    }
}
