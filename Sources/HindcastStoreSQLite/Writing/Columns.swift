import HindcastModel
import HindcastStore

/// How values become columns.
enum Columns {
    /// Shortens a text to `StoreLimits.columnBytesMax` at a character's end.
    static func cut(_ text: String) -> String {
        guard text.utf8.count > StoreLimits.columnBytesMax else { return text }
        var kept = ""
        var bytes = 0
        for character in text {
            bytes += character.utf8.count
            if bytes > StoreLimits.columnBytesMax { break }
            kept.append(character)
        }
        return kept
    }

    static func cut(_ text: String?) -> String? { text.map { cut($0) as String } }

    /// Money is summed in whole 10⁻¹² dollars: sums then do not depend on the order of their terms.
    static func pico(_ dollars: Double?) -> Int64 {
        guard let dollars, dollars.isFinite else { return 0 }
        return Int64((min(max(dollars, -costMax), costMax) * 1e12).rounded())
    }

    /// No model call costs a million dollars; a client's slip must not overflow the sum.
    private static let costMax = 1e6

    static func dollars(_ pico: Int64) -> Double { Double(pico) / 1e12 }
}

/// The small integers of a span row: kind, status, and whether the call is another one's double.
struct SpanFlags: Equatable {
    var raw: Int64

    init(raw: Int64) { self.raw = raw }

    init(kind: SpanKind, status: SpanStatus) {
        raw = Int64(Self.code(kind)) | Int64(Self.code(status)) << 4
    }

    /// The place in this list is what is stored: append only.
    private static let kinds: [SpanKind] = [
        .span, .agent, .llm, .tool, .retriever, .embedding, .reranker, .evaluator, .guardrail, .workflow, .task,
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
