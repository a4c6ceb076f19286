/// What a request exports.
enum OTLPSignal: Sendable, CaseIterable {
    case traces, logs, metrics

    /// The name of the request message, as error texts give it.
    var requestName: String {
        switch self {
        case .traces: "ExportTraceServiceRequest"
        case .logs: "ExportLogsServiceRequest"
        case .metrics: "ExportMetricsServiceRequest"
        }
    }

    /// The member of `partialSuccess` that counts what was refused.
    var rejectedName: String {
        switch self {
        case .traces: "rejectedSpans"
        case .logs: "rejectedLogRecords"
        case .metrics: "rejectedDataPoints"
        }
    }
}
