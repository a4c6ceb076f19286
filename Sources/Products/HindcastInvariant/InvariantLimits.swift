import HindcastJSON

/// Bounds of Invariant's API, each with its reason.
enum InvariantLimits {
    /// A pushed dataset with images; the server's own bound.
    static let bodyBytesMax = 64 << 20
    static let body = JSONLimits(depthMax: 128, bytesMax: bodyBytesMax)
    /// Lists of one push or upload: what fits into one commit.
    static let tracesMax = 4096
    /// Messages of one list. A conversation is read whole.
    static let messagesMax = 100_000
    /// Remarks of one request.
    static let annotationsMax = 10_000
    /// Characters of a text that are shown unless the reader asks for another number.
    static let shownCharacters = 100_000
    static let datasetNameBytesMax = 200
    /// Characters of a search.
    static let queryBytesMax = 4096
    /// Places shown for one trace of a search.
    static let mappingsMax = 1000
    static let listMax = 1000
    static let listDefault = 100
}
