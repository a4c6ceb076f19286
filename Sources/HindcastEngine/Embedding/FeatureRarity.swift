#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How rare features are in a project's tasks (inverse document frequency): what nearly every task says tells them
/// apart least.
///
/// As bytes: the version, the number of tasks (4 bytes, low first), then one byte for each place that features hash to.
/// Features that share a place share its rarity.
struct FeatureRarity: Equatable {
    private(set) var bytes: [UInt8]

    private static let version: UInt8 = 1
    /// Power of two. Ten times the distinct words of a large project; the pieces of words are allowed to meet.
    static let places = 1 << 13
    private static let headBytes = 5
    /// Steps for one unit of the logarithm; 255 of them reach beyond ten million tasks.
    private static let stepsPerUnit: Float = 15

    /// Counts in how many tasks each place occurs.
    init(of tasks: [String]) {
        var counts = [UInt32](repeating: 0, count: Self.places)
        var lastTask = [Int](repeating: -1, count: Self.places)
        for (index, task) in tasks.enumerated() {
            for feature in TaskFeatures(task).features {
                let place = Self.place(of: feature.hash)
                guard lastTask[place] != index else { continue }
                lastTask[place] = index
                counts[place] += 1
            }
        }
        let total = UInt32(clamping: tasks.count)
        bytes = [Self.version] + (0..<4).map { UInt8(truncatingIfNeeded: total >> (8 * $0)) }
        bytes += counts.map { count in
            let rarity = logf((Float(total) + 1) / (Float(count) + 1)) * Self.stepsPerUnit
            return UInt8(min(255, max(0, rarity.rounded())))
        }
    }

    /// Takes what an earlier run learned. Nil for bytes that this version did not write.
    init?(bytes: [UInt8]) {
        guard bytes.count == Self.headBytes + Self.places, bytes[0] == Self.version else { return nil }
        self.bytes = bytes
    }

    /// What the weight of a feature is multiplied by: 1 for one that every task has.
    func factor(of hash: UInt64) -> Float {
        1 + Float(bytes[Self.headBytes + Self.place(of: hash)]) / Self.stepsPerUnit
    }

    /// Other bits than those that choose the component.
    private static func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 16) & (places - 1) }
}
