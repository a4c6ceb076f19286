import HindcastModel

/// What one request holds: the records that can be stored, and how many cannot.
struct OTLPBatch: Sendable {
    var spans: [SpanDraft] = []
    var logs: [LogDraft] = []
    /// Well-formed spans that lack a usable id.
    var rejectedCount = 0
    /// What was wrong with the first of them.
    var rejectedReason: String?

    mutating func reject(_ reason: @autoclosure () -> String) {
        rejectedCount += 1
        if rejectedReason == nil { rejectedReason = reason() }
    }
}
