/// A memory that may be given, as far as a ranking needs to know it.
public struct RankingCandidate: Sendable, Equatable {
    public var id: RecordID
    /// The memory that stands for all of one task.
    public var intent: RecordID
    /// The cosine of its task and the one asked for.
    public var similarity: Double
    public var q: Double
    /// Ranks as if it were worth as much as the best candidate.
    public var isPinned: Bool
    public var created: Timestamp

    /// A memory of its own task.
    public init(
        id: RecordID, intent: RecordID? = nil, similarity: Double, q: Double, isPinned: Bool = false,
        created: Timestamp = Timestamp(nanoseconds: 0)
    ) {
        self.id = id
        self.intent = intent ?? id
        self.similarity = similarity
        self.q = q
        self.isPinned = isPinned
        self.created = created
    }

    /// Of equals the newer one comes first, and of those made at one time the smaller id: the same on every call.
    public func precedes(_ other: RankingCandidate) -> Bool {
        created == other.created ? id < other.id : created > other.created
    }

    /// The order of similarity.
    public func isMoreSimilar(than other: RankingCandidate) -> Bool {
        similarity == other.similarity ? precedes(other) : similarity > other.similarity
    }
}

/// A candidate with its place in an answer.
public struct RankedCandidate: Sendable, Equatable {
    public var candidate: RankingCandidate
    public var score: Double
    /// Why it stands there, in a sentence.
    public var reason: String
}

extension Double {
    /// With two decimals, for sentences.
    var rankingText: String {
        guard abs(self) < 1e12 else { return "\(self)" }
        let hundredths = Int((abs(self) * 100).rounded())
        let rest = hundredths % 100
        let sign = self < 0 && hundredths > 0 ? "-" : ""
        return "\(sign)\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
