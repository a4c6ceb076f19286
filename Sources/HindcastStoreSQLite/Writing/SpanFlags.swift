import HindcastModel

/// The small integers of a span row: kind, status, and whether the call is another one's double.
struct SpanFlags: Equatable {
    var raw: Int64

    init(raw: Int64) { self.raw = raw }

    init(kind: SpanKind, status: SpanStatus) {
        raw = Int64(Self.code(kind)) | Int64(Self.code(status)) << 4
    }

    /// The place in this list is what is stored: append only.
    private static let kinds: [SpanKind] = [
        .span, .agent, .llm, .tool, .retriever, .embedding, .reranker, .evaluator, .guardrail, .workflow,
        .task,
    ]
    private static let statuses: [SpanStatus] = [.unset, .ok, .error]

    static func code(_ kind: SpanKind) -> Int { kinds.firstIndex(of: kind) ?? 0 }
    private static func code(_ status: SpanStatus) -> Int { statuses.firstIndex(of: status) ?? 0 }

    var kind: SpanKind {
        let code = Int(raw & 15)
        return code < Self.kinds.count ? Self.kinds[code] : .span
    }

    var status: SpanStatus {
        let code = Int(raw >> 4 & 3)
        return code < Self.statuses.count ? Self.statuses[code] : .unset
    }

    var isCounted: Bool {
        get { raw & 64 == 0 }
        set { raw = newValue ? raw & ~64 : raw | 64 }
    }
}
