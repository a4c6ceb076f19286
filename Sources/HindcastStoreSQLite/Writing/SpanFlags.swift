import HindcastModel

/// The small integers of a span row: kind, status, whether the call is another one's double,
/// and whether it waits for its place in the index.
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

    /// Not in the index of model calls yet (`CallIndex`).
    var isWaiting: Bool {
        get { raw & 128 != 0 }
        set { raw = newValue ? raw | 128 : raw & ~128 }
    }
}

/// Conditions on the column of a span row, told in the words of the schema.
extension SpanFlags {
    /// A model call that counts, whether it waits or not: kind 2 without bit 64.
    static let isCall = "flags & 79 = 2"
    /// One of the rows of `spans_calls`.
    static let isPlacedCall = "flags & 207 = 2"
    /// A model call that counts and waits.
    static let isWaitingCall = "flags & 207 = 130"
    /// Any model call that waits.
    static let waits = "flags & 143 = 130"
}
