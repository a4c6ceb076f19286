import HindcastModel

extension TraceID {
    /// Reflect's ids are UUIDs.
    var uuidText: String { RecordID(high: high, low: low).description }
}
