/// A key that is random already, such as a digest: a table takes its place from it instead of hashing it once more.
public protocol ScatteredKey: Hashable {
    /// Eight bytes of the key, as random as the whole.
    var scattered: UInt64 { get }
}

extension ScatteredKey {
    /// Feeds what is random and no more.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(scattered) }

    /// What a table asks for; the underscore is the standard library's. Its seed is folded in so that keys read from
    /// one table do not fill another in order.
    // swift-format-ignore: NoLeadingUnderscores
    @inlinable
    public func _rawHashValue(seed: Int) -> Int {
        let word = scattered ^ UInt64(truncatingIfNeeded: seed) &* 0xD1B5_4A32_D192_ED03
        let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }
}
