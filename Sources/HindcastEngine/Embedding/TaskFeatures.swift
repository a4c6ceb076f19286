#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a task's vector is made of: its words, pairs of words that follow each other, and pieces of words, which still
/// meet where words are built differently.
struct TaskFeatures {
    struct Feature {
        let hash: UInt64
        /// How much it says, before it is known how common it is.
        var weight: Float
    }

    private(set) var features: [Feature] = []

    /// A task of a page. What follows changes little, and would make one text cost as much as hundreds.
    static let textBytesMax = 8 << 10

    private static let wordWeight: Float = 1
    private static let pairWeight: Float = 0.4
    /// Of all pieces of a word together.
    private static let piecesWeight: Float = 0.8
    private static let pieceLengths = 3...5

    private enum Kind {
        static let word: UInt64 = 1
        static let pair: UInt64 = 2
        static let piece: UInt64 = 3
    }

    init(_ text: String) {
        let folded = FoldedWords(text, bytesMax: Self.textBytesMax)
        var words = folded.words.map { folded.scalars[$0] }
        let telling = words.filter { !StopWords.contains($0) }
        // A task of stop words alone is told by them.
        if !telling.isEmpty { words = telling }
        features.reserveCapacity(folded.scalars.count * 3 + words.count * 2)
        var last: UInt64?
        for word in words {
            let stem = FeatureHash.of(WordStem.of(word))
            add(Kind.word, stem, Self.wordWeight)
            if let last { addPair(last, stem) }
            last = stem
            addPieces(of: word)
        }
        dampRepeated()
    }

    private mutating func add(_ kind: UInt64, _ value: UInt64, _ weight: Float) {
        var hash = FeatureHash(kind: kind)
        hash.combine(value)
        features.append(Feature(hash: hash.value, weight: weight))
    }

    private mutating func addPair(_ first: UInt64, _ second: UInt64) {
        var hash = FeatureHash(kind: Kind.pair)
        hash.combine(first)
        hash.combine(second)
        features.append(Feature(hash: hash.value, weight: Self.pairWeight))
    }

    /// The runs of three to five characters of a word with its two ends marked.
    private mutating func addPieces(of word: ArraySlice<UInt32>) {
        let count = word.count + 2
        let pieces = Self.pieceLengths.reduce(0) { $0 + max(0, count - $1 + 1) }
        guard pieces > 0 else { return }
        let weight = Self.piecesWeight / Float(pieces).squareRoot()
        for start in 0..<count {
            var hash = FeatureHash(kind: Kind.piece)
            for length in 1...Self.pieceLengths.upperBound where start + length <= count {
                let place = start + length - 1
                let isEnd = place == 0 || place == count - 1
                hash.combine(isEnd ? 0 : UInt64(word[word.startIndex + place - 1]))
                if length >= Self.pieceLengths.lowerBound {
                    features.append(Feature(hash: hash.value, weight: weight))
                }
            }
        }
    }

    /// What is said twice does not say twice as much (sublinear term frequency).
    private mutating func dampRepeated() {
        features.sort { $0.hash < $1.hash }
        var kept = 0
        var next = 0
        while next < features.count {
            var feature = features[next]
            var count = 1
            next += 1
            while next < features.count, features[next].hash == feature.hash {
                feature.weight = max(feature.weight, features[next].weight)
                count += 1
                next += 1
            }
            if count > 1 { feature.weight *= 1 + logf(Float(count)) }
            features[kept] = feature
            kept += 1
        }
        features.removeLast(features.count - kept)
    }
}
