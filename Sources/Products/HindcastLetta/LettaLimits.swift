import HindcastJSON

/// Bounds of Letta's dialect.
enum LettaLimits {
    /// Bytes of a request body: a thumb and a few tags.
    static let bodyBytesMax = 1 << 20
    static let body = JSONLimits(depthMax: 64, bytesMax: bodyBytesMax)
    /// Rows of a page; a client that asks for more gets so many and goes on.
    static let pageMax = 1000
    /// Rows of a page of steps, unless the client says.
    static let stepsDefault = 50
    /// Rows of any other page, unless the client says.
    static let pageDefault = 100
    /// Spans of a run that are listed at once.
    static let spansMax = 5000
    static let spansDefault = 1000
    /// Tags given with one feedback, and bytes of one of them.
    static let tagsMax = 100
    static let tagBytesMax = 200
}
