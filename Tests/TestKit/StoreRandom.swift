/// SplitMix64: small, seeded, the same everywhere.
public struct StoreRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    private static let words = [
        "agent", "answer", "bank", "budget", "cache", "call", "city", "code", "context", "delay", "draft",
        "error",
        "file", "flight", "graph", "hotel", "index", "kernel", "letter", "market", "memory", "model",
        "number",
        "order", "packet", "prompt", "query", "river", "search", "server", "signal", "table", "ticket",
        "token",
        "train", "user", "value", "window", "worker", "zebra",
    ]

    /// Words with a number now and then, about `bytes` long.
    public mutating func prose(bytes: Int) -> String {
        var text = ""
        while text.utf8.count < bytes {
            if !text.isEmpty { text += " " }
            text +=
                Int.random(in: 0..<8, using: &self) == 0
                ? "\(UInt32.random(in: 0..<1_000_000, using: &self))"
                : Self.words.randomElement(using: &self) ?? ""
        }
        return text
    }
}
