/// Part of the search index: the words of consecutive contents, written once and later merged with its neighbours.
struct Segment {
    var id: Int64
    /// How often its contents were merged.
    var level: Int64
    /// The contents it covers.
    var contents: ClosedRange<Int64>
    var bytes: Int64

    /// Segments that are merged into one. More of them are more work for a search, fewer more work for the indexer.
    static let mergedCount = 8

    /// No merge writes more, so that none takes longer than moments. A store of 10⁷ spans has some tens of segments of
    /// this size; each takes a search some microseconds.
    static let bytesMax: Int64 = 64 << 20

    /// The newest neighbours that are worth a merge.
    /// - Parameter segments: all, oldest first.
    static func mergeable(_ segments: [Segment]) -> ArraySlice<Segment>? {
        var end = segments.count
        while end >= mergedCount {
            let found = segments[(end - mergedCount)..<end]
            let isOneLevel = found.allSatisfy { $0.level == segments[end - 1].level }
            if isOneLevel, found.reduce(0, { $0 + $1.bytes }) <= bytesMax { return found }
            end -= 1
        }
        return nil
    }
}
