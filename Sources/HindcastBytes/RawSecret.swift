/// What only this process knows, so that no client can prepare two slices with one key.
struct RawSecret: Sendable {
    /// XXH3 wants at least 136 bytes of secret and is laid out for 192: 24 words.
    let words: InlineArray<24, UInt64>
    /// Tells the domains apart.
    let domainKey: UInt64

    /// Drawn at first use.
    static let process = RawSecret()

    private init() {
        let random = Randomness.bytes(25 * 8)
        func word(_ index: Int) -> UInt64 {
            random[(index * 8)..<(index * 8 + 8)].reduce(0) { $0 << 8 | UInt64($1) }
        }
        words = InlineArray { index in word(index) }
        domainKey = word(24) | 1
    }
}
