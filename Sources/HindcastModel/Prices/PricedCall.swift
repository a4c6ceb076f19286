/// What decides the price of a model call beside its model.
public struct PricedCall: Sendable {
    /// Its tokens.
    public var usage: Usage
    /// How it was served.
    public var tier: ServiceTier = .standard
    /// The part of the cache writes that lives an hour.
    public var longCacheWrite: Int64 = 0
    /// The part of the input that was sound.
    public var audioInput: Int64 = 0
    /// The part of the output that is sound.
    public var audioOutput: Int64 = 0

    /// A call of the standard tier without sound.
    public init(usage: Usage) { self.usage = usage }

    /// The amounts at a price; nil parts where the price is not known. Input counts include what the cache served.
    public func cost(at price: ModelPrice) -> Cost {
        let total = max(0, usage.input ?? 0)
        func dollars(_ item: ModelPrice.Item, _ tokens: Int64, else other: ModelPrice.Item) -> Double? {
            guard tokens > 0 else { return 0 }
            let rate =
                price.dollarsPerMillion(item, inputTokens: total, tier: tier)
                ?? price.dollarsPerMillion(other, inputTokens: total, tier: tier)
            return rate.map { $0 * Double(tokens) / 1_000_000 }
        }
        func sum(_ parts: [Double?]) -> Double? {
            parts.contains { $0 == nil } ? nil : parts.reduce(0) { $0 + ($1 ?? 0) }
        }
        let read = min(total, max(0, usage.cacheRead ?? 0))
        let written = min(total - read, max(0, usage.cacheWrite ?? 0))
        let long = min(written, max(0, longCacheWrite))
        let fresh = total - read - written
        let heard = min(fresh, max(0, audioInput))
        let output = max(0, usage.output ?? 0)
        let spoken = min(output, max(0, audioOutput))
        let thought = min(output - spoken, max(0, usage.reasoning ?? 0))
        let input = sum([
            dollars(.input, fresh - heard, else: .input), dollars(.audioInput, heard, else: .input),
            dollars(.cacheRead, read, else: .input), dollars(.cacheWrite, written - long, else: .input),
            dollars(.longCacheWrite, long, else: .cacheWrite),
        ])
        let answer = sum([
            dollars(.output, output - spoken - thought, else: .output),
            dollars(.audioOutput, spoken, else: .output), dollars(.reasoning, thought, else: .output),
        ])
        return Cost(input: input, output: answer, total: sum([input, answer]))
    }
}
