/// What a model costs, in US dollars per million tokens. Providers price by kind of token, by the length of the input
/// and by the service tier; only the fields a provider names are known.
public struct ModelPrice: Sendable, Equatable {
    /// What is counted; the raw value is the field's letter in the price file.
    public enum Item: UInt8, Sendable {
        case input = 0x69
        case output = 0x6F
        case cacheRead = 0x72
        case cacheWrite = 0x77
        /// Written to a cache that lives an hour instead of five minutes.
        case longCacheWrite = 0x57
        case audioInput = 0x49
        case audioOutput = 0x4F
        case reasoning = 0x52
    }

    struct Field: Sendable, Equatable {
        let item: Item
        /// Applies when the input has more tokens than this; zero for the base price.
        let threshold: Int64
        let tier: ServiceTier
        let dollarsPerMillion: Double
    }

    let fields: [Field]

    /// The price of one item: the highest threshold that the input passes, in the tier when the provider prices it
    /// apart, else in the standard tier.
    public func dollarsPerMillion(_ item: Item, inputTokens: Int64, tier: ServiceTier) -> Double? {
        best(item, inputTokens, tier) ?? (tier == .standard ? nil : fallback(item, inputTokens, tier))
    }

    /// Batches without prices of their own cost half.
    private func fallback(_ item: Item, _ inputTokens: Int64, _ tier: ServiceTier) -> Double? {
        best(item, inputTokens, .standard).map { tier == .batches ? $0 / 2 : $0 }
    }

    private func best(_ item: Item, _ inputTokens: Int64, _ tier: ServiceTier) -> Double? {
        var found: Field?
        for field in fields where field.item == item && field.tier == tier {
            if field.threshold > 0, inputTokens <= field.threshold { continue }
            if found.map({ $0.threshold <= field.threshold }) ?? true { found = field }
        }
        return found?.dollarsPerMillion
    }
}

/// How a call was served; providers name the same tiers alike.
public enum ServiceTier: String, Sendable {
    case standard, flex, priority, batches

    /// Reads what a response says; `default`, `auto` and unknown names are the standard tier.
    public init(named name: String?) {
        switch name {
        case "flex": self = .flex
        case "priority": self = .priority
        case "batch", "batches": self = .batches
        default: self = .standard
        }
    }
}
