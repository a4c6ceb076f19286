import HindcastJSON
public import HindcastModel

/// How a model call came to its end.
public enum StepEnding: Sendable, Equatable {
    /// The model said all it wanted, or asked for tools.
    case answered
    /// It ran out of tokens.
    case cut
    /// The provider withheld the answer, or the model refused.
    case withheld
    /// Somebody called it off.
    case cancelled
    /// The provider or the way to it failed.
    case providerFailed
    /// Something else failed.
    case failed

    /// Nil when nothing tells.
    init?(_ draft: SpanDraft, _ reading: SpanReading) {
        let error = draft.errorType
        if draft.status == .error {
            if error.map(Self.isCancellation) ?? false {
                self = .cancelled
            } else {
                self =
                    draft.providerStatus != nil || error.map(Self.isProviderError) ?? false
                    ? .providerFailed : .failed
            }
            return
        }
        switch reading.finishReasons.first {
        case "stop", "tool_calls": self = .answered
        case "length": self = .cut
        case "content_filter": self = .withheld
        case "cancelled", "canceled", "abort", "aborted": self = .cancelled
        default: return nil
        }
    }

    private static func isCancellation(_ type: String) -> Bool {
        let type = type.lowercased()
        return type.contains("cancel") || type.contains("abort")
    }

    /// OpenTelemetry puts the status code of the reply, or the exception's class, into `error.type`.
    private static func isProviderError(_ type: String) -> Bool {
        if let status = Int(type) { return (400...599).contains(status) }
        let words = [
            "api", "http", "ratelimit", "rate_limit", "timeout", "connect", "overloaded", "authentication",
            "permissiondenied", "notfound", "badrequest", "unprocessable", "internalserver",
            "serviceunavailable",
            "throttl", "quota",
        ]
        let type = type.lowercased()
        return words.contains { type.contains($0) }
    }
}

extension SpanDraft {
    /// The class or code of what went wrong.
    public var errorType: String? {
        attributes.string("error.type") ?? lastException?.attributes.string("exception.type")
    }

    /// The newest exception that the span recorded.
    public var lastException: SpanEvent? { events.last { $0.name == "exception" } }

    /// The status code with which a provider refused.
    fileprivate var providerStatus: Int64? {
        let status = attributes.int(
            "http.response.status_code", "http.status_code", "gen_ai.response.status_code")
        return status.flatMap { $0 >= 400 ? $0 : nil }
    }
}
