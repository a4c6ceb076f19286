/// The hash that places features. It is part of the model: another hash is another space, so it never depends on the
/// process or the machine.
struct FeatureHash {
    private var state: UInt64

    /// Features of different kinds are apart, also where they are spelled alike.
    init(kind: UInt64) { state = kind &* Self.multiplier }

    mutating func combine(_ value: UInt64) {
        state = (state ^ value) &* Self.multiplier
        state ^= state >> 29
    }

    /// Spread over all 64 bits, so that any of them can be taken for a place or a sign.
    var value: UInt64 {
        var hash = state
        hash ^= hash >> 32
        hash &*= 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 32
        return hash
    }

    static func of(_ scalars: ArraySlice<UInt32>) -> UInt64 {
        var hash = FeatureHash(kind: 0)
        for scalar in scalars { hash.combine(UInt64(scalar)) }
        return hash.value
    }

    /// The golden ratio's bits: odd, and without a pattern.
    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
}
