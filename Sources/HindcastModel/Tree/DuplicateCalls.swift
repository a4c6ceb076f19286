/// The same model call is often reported twice: by a framework and by the provider's library under it. Both spans
/// are kept; one of them counts.
///
/// Two llm spans of a trace are one call when one is an ancestor of the other and either their response ids are equal,
/// or their times overlap by 95 % and model and answer are equal. Siblings are one call only if, besides an equal
/// response id, their times overlap by 95 %: an equal id alone proves nothing (test doubles repeat theirs).
public enum DuplicateCalls {
    /// What the rule needs to know of any span of the trace.
    public struct Candidate: Sendable {
        public let spanID: SpanID
        /// The span around it.
        public let parentID: SpanID?
        /// Only model calls can be the same call.
        public let isModelCall: Bool
        public let start: Timestamp
        public let end: Timestamp
        /// The model, where it is told.
        public let model: String?
        /// The provider's id of the answer.
        public let responseID: String?
        /// The content of the last answer message; equal contents are equal answers.
        public let answer: ContentID?
        /// Whether it carries the conversation.
        public let hasMessages: Bool

        public init(
            spanID: SpanID, parentID: SpanID?, isModelCall: Bool, start: Timestamp, end: Timestamp,
            model: String?,
            responseID: String?, answer: ContentID?, hasMessages: Bool
        ) {
            self.spanID = spanID
            self.parentID = parentID
            self.isModelCall = isModelCall
            self.start = start
            self.end = end
            self.model = model
            self.responseID = responseID
            self.answer = answer
            self.hasMessages = hasMessages
        }
    }

    static let overlapMin = 0.95
    /// Longer ancestor chains are cut: a trace nested deeper than this is a loop of ids or an attack.
    static let ancestorsMax = 1024

    /// The spans that must not be counted because another one stands for the same call. Depends on the set of spans
    /// alone, not on the order of arrival.
    public static func find(in spans: [Candidate]) -> Set<SpanID> {
        let calls = spans.filter(\.isModelCall).sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
        guard calls.count > 1 else { return [] }
        let parents = Dictionary(spans.map { ($0.spanID, $0.parentID) }) { first, _ in first }
        var dropped: Set<SpanID> = []
        for (index, call) in calls.enumerated() {
            for other in calls[(index + 1)...] {
                if other.start > call.end { break }
                if isSame(call, other, parents) { dropped.insert(loser(call, other, parents).spanID) }
            }
        }
        return dropped
    }

    private static func isSame(_ one: Candidate, _ other: Candidate, _ parents: [SpanID: SpanID?]) -> Bool {
        let sameID = one.responseID != nil && one.responseID == other.responseID
        let together = overlap(one, other) >= overlapMin
        if isAncestor(one, of: other, parents) || isAncestor(other, of: one, parents) {
            return sameID
                || (together && one.model == other.model && one.answer != nil && one.answer == other.answer)
        }
        return sameID && together && one.parentID == other.parentID
    }

    /// The shared time as a part of the longer call.
    private static func overlap(_ one: Candidate, _ other: Candidate) -> Double {
        let shared = min(one.end, other.end).nanoseconds - max(one.start, other.start).nanoseconds
        let longer = max(
            one.end.nanoseconds - one.start.nanoseconds, other.end.nanoseconds - other.start.nanoseconds)
        if longer == 0 { return shared == 0 ? 1 : 0 }
        return Double(shared) / Double(longer)
    }

    private static func isAncestor(_ one: Candidate, of other: Candidate, _ parents: [SpanID: SpanID?])
        -> Bool
    {
        var next = other.parentID
        for _ in 0..<ancestorsMax {
            guard let id = next else { return false }
            if id == one.spanID { return true }
            next = parents[id] ?? nil
        }
        return false
    }

    /// The one with messages stays; of two alike, the inner one, which is nearer to the provider.
    private static func loser(_ one: Candidate, _ other: Candidate, _ parents: [SpanID: SpanID?]) -> Candidate
    {
        if one.hasMessages != other.hasMessages { return one.hasMessages ? other : one }
        if isAncestor(one, of: other, parents) { return one }
        if isAncestor(other, of: one, parents) { return other }
        return one.spanID < other.spanID ? other : one
    }
}
