/// The status codes of gRPC; the raw values are those on the wire.
public enum RPCCode: Int, Sendable, CaseIterable {
    /// Done.
    case ok = 0
    /// The caller went away.
    case cancelled = 1
    /// Nothing better is known.
    case unknown = 2
    /// The request is wrong whatever the state of the server; sending it again is futile.
    case invalidArgument = 3
    /// The time the caller gave is over.
    case deadlineExceeded = 4
    /// The thing asked for is not there.
    case notFound = 5
    /// The thing to be made is there already.
    case alreadyExists = 6
    /// The caller is known and may not do this.
    case permissionDenied = 7
    /// A quota or the disk is full; exporters retry only when told how long to wait.
    case resourceExhausted = 8
    /// The server is not in the state this needs.
    case failedPrecondition = 9
    /// The operation lost against another.
    case aborted = 10
    /// Beyond the valid range.
    case outOfRange = 11
    /// No such method.
    case unimplemented = 12
    /// A fault of the server that will not pass; exporters drop the data.
    case `internal` = 13
    /// A fault that will pass; exporters try again.
    case unavailable = 14
    /// Data is lost beyond repair.
    case dataLoss = 15
    /// The caller gave no valid key.
    case unauthenticated = 16
}
