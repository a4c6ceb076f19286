import HindcastStore

/// Neighbours in the order of identities, as one row of `identities`: three words each, the identity and the content
/// that bears it.
///
/// A block holds every identity from its key up to the key of the next one.
struct IdentityBlock {
    /// Not above the first word of its first identity.
    let key: Int64
    /// The key of the next block; nil for the last one.
    let end: Int64?
    private(set) var words: [Int64]

    private static let stride = 3
    /// With its head a block fits a page of 4 KiB.
    static let countMax = 160
    /// Each piece of a block that has become too large: room for half as many again.
    private static let countSplit = 106

    init(key: Int64, end: Int64?, words: [Int64] = []) {
        self.key = key
        self.end = end
        self.words = words
    }

    var count: Int { words.count / Self.stride }

    func identity(_ index: Int) -> Identity {
        Identity(high: words[index * Self.stride], low: words[index * Self.stride + 1])
    }

    func content(_ index: Int) -> Int64 { words[index * Self.stride + 2] }

    /// Whether the identity is here if it is anywhere.
    func covers(_ identity: Identity) -> Bool {
        identity.high >= key && end.map { identity.high < $0 } ?? true
    }

    /// Where the identity is, or would be put.
    func place(of identity: Identity) -> (index: Int, isThere: Bool) {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self.identity(middle) < identity { low = middle + 1 } else { high = middle }
        }
        return (low, low < count && self.identity(low) == identity)
    }

    func content(of identity: Identity) -> Int64? {
        let (index, isThere) = place(of: identity)
        return isThere ? content(index) : nil
    }

    mutating func remove(_ identity: Identity) {
        let (index, isThere) = place(of: identity)
        guard isThere else { return }
        words.removeSubrange(index * Self.stride..<(index + 1) * Self.stride)
    }

    /// Takes in sorted identities; those that are there already stay as they are.
    mutating func merge(_ named: ArraySlice<IdentityTable.Named>) {
        var merged: [Int64] = []
        merged.reserveCapacity(words.count + named.count * Self.stride)
        var next = 0
        for (identity, content) in named {
            let place = place(of: identity)
            merged += words[next..<place.index * Self.stride]
            next = place.index * Self.stride
            if place.isThere { continue }
            merged.append(identity.high)
            merged.append(identity.low)
            merged.append(content)
        }
        merged += words[next...]
        words = merged
    }

    /// The block in pieces that fit a page. Identities with one first word stay together: no key could tell them apart.
    var pieces: [IdentityBlock] {
        if count <= Self.countMax { return [self] }
        var pieces: [IdentityBlock] = []
        var start = 0
        while start < count {
            var end = min(start + Self.countSplit, count)
            while end < count, identity(end).high == identity(end - 1).high { end += 1 }
            let part = Array(words[start * Self.stride..<end * Self.stride])
            let behind = end < count ? identity(end).high : self.end
            pieces.append(IdentityBlock(key: start == 0 ? key : part[0], end: behind, words: part))
            start = end
        }
        return pieces
    }
}
