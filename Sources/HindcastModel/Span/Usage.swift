/// Tokens of one model call. `input` includes `cacheRead` and `cacheWrite`; conventions whose counts exclude them
/// (Anthropic's own API) are corrected when read. Nil means the client did not say, which is not zero.
public struct Usage: Sendable, Equatable {
    /// All the model read, caches included.
    public var input: Int64?
    /// All it wrote, reasoning included.
    public var output: Int64?
    /// Of the input, what came from the provider's cache.
    public var cacheRead: Int64?
    /// Of the input, what was put into it.
    public var cacheWrite: Int64?
    /// Of the output, what it thought.
    public var reasoning: Int64?

    public init(
        input: Int64? = nil, output: Int64? = nil, cacheRead: Int64? = nil, cacheWrite: Int64? = nil,
        reasoning: Int64? = nil
    ) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.reasoning = reasoning
    }

    /// Nothing told.
    public static let unknown = Usage()

    /// Takes from `other` what is not known here.
    public mutating func fill(from other: Usage) {
        input = input ?? other.input
        output = output ?? other.output
        cacheRead = cacheRead ?? other.cacheRead
        cacheWrite = cacheWrite ?? other.cacheWrite
        reasoning = reasoning ?? other.reasoning
    }
}

/// Money for one model call, in US dollars.
public struct Cost: Sendable, Equatable {
    /// For what it read.
    public var input: Double?
    /// For what it wrote.
    public var output: Double?
    /// As told; `sum` when not.
    public var total: Double?

    public init(input: Double? = nil, output: Double? = nil, total: Double? = nil) {
        self.input = input
        self.output = output
        self.total = total
    }

    /// Nothing told.
    public static let unknown = Cost()

    /// The given total, else the sum of the parts that are known.
    public var sum: Double? {
        if let total { return total }
        if input == nil, output == nil { return nil }
        return (input ?? 0) + (output ?? 0)
    }

    /// Whether the client named any amount above zero; then nothing is computed from prices.
    public var isExplicit: Bool { [input, output, total].contains { ($0 ?? 0) > 0 } }
}
