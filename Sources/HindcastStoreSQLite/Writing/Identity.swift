import HindcastBytes
import HindcastModel
import HindcastStore

/// What a content is called: the first half of its SHA-256, told apart by its project. The half is far beyond accident,
/// and who could forge it would deceive only a project of their own.
struct Identity: ScatteredKey {
    let high: Int64
    let low: Int64

    init(high: Int64, low: Int64) {
        self.high = high
        self.low = low
    }

    init(_ draft: ContentDraft) { self.init(project: draft.project.value, draft.hash) }

    init(_ entry: Pack.Entry, of pack: Pack) {
        let bytes = pack.bytes.span.extracting(entry.range)
        self.init(project: entry.project, SHA256Digest.of(domain: entry.kind.rawValue, bytes))
    }

    /// What one project stored must not be found by another: equal bytes get names that are far from each other.
    private init(project: Int64, _ digest: SHA256Digest) {
        let half = digest.firstHalf
        let shift = UInt64(bitPattern: project) &* Self.scatter
        self.init(high: Int64(bitPattern: half.high ^ shift), low: Int64(bitPattern: half.low))
    }

    /// An odd number maps no two projects to one; this one (from the golden ratio) leaves no gaps and no crowds.
    private static let scatter: UInt64 = 0x9e37_79b9_7f4a_7c15

    var scattered: UInt64 { UInt64(bitPattern: low) }
}

extension Identity: Comparable {
    /// The order of the table.
    static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
