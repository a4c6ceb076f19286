import HindcastBytes
import HindcastModel
import HindcastStore

/// What a content is called: its project and the first half of its SHA-256. The half is far beyond accident, and who
/// could forge it would deceive only a project of their own.
struct Identity: ScatteredKey {
    let project: Int64
    let high: Int64
    let low: Int64

    init(project: Int64, high: Int64, low: Int64) {
        self.project = project
        self.high = high
        self.low = low
    }

    init(_ draft: ContentDraft) { self.init(project: draft.project.value, draft.hash) }

    init(_ entry: Pack.Entry, of pack: Pack) {
        let bytes = pack.bytes.span.extracting(entry.range)
        self.init(project: entry.project, SHA256Digest.of(domain: entry.kind.rawValue, bytes))
    }

    private init(project: Int64, _ digest: SHA256Digest) {
        let half = digest.firstHalf
        self.init(project: project, high: Int64(bitPattern: half.high), low: Int64(bitPattern: half.low))
    }

    var scattered: UInt64 { UInt64(bitPattern: low) }
}

extension Identity: Comparable {
    /// The order of the table.
    static func < (left: Self, right: Self) -> Bool {
        (left.project, left.high, left.low) < (right.project, right.high, right.low)
    }
}
