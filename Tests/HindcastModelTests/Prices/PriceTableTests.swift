import HindcastModel
import Testing

@Suite struct PriceTableTests {
    private let table = PriceTable(
        text: Array(
            """
            acme/m-1\ti=10\to=20
            m-1\ti=1\ti@200=2\tr=0.1\to=4\to!priority=8\tw=1.25\tW=2
            m-1-2\ti=7\to=7
            z\tR=9\ti=1\to=3

            """.utf8))

    /// Dollars to millionths, rounded to what binary fractions can promise.
    private func micros(_ dollars: Double) -> Double { (dollars * 1_000_000_000).rounded() / 1000 }

    private func total(
        _ model: String, _ usage: Usage, provider: String? = nil, tier: ServiceTier = .standard,
        long: Int64 = 0
    ) -> Double? {
        var call = PricedCall(usage: usage)
        call.tier = tier
        call.longCacheWrite = long
        return table.price(model: model, provider: provider).flatMap { call.cost(at: $0).total.map(micros) }
    }

    @Test("A model is found by provider first, in any case, without its date, with dots as dashes")
    func names() {
        let one = Usage(input: 1, output: 0)
        #expect(total("M-1", one, provider: "acme") == 10)
        #expect(total("m-1", one, provider: "other") == 1)
        #expect(total("m-1-2025-08-07", one) == 1)
        #expect(total("m-1-20250807", one, provider: "acme") == 10)
        #expect(total("m.1", one) == 1)
        #expect(total("m.1.2", one) == 7)
        #expect(total("unknown", one) == nil)
    }

    @Test("Cached input costs what the cache costs, and is not counted twice") func cache() {
        let usage = Usage(input: 100, output: 10, cacheRead: 50, cacheWrite: 20)
        #expect(total("m-1", usage) == 100)
        #expect(total("m-1", usage, long: 20) == 115)
        #expect(total("m-1-2", usage) == 770)
    }

    @Test("Long inputs, tiers and batches have prices of their own") func tiers() {
        #expect(total("m-1", Usage(input: 200_000, output: 0)) == 200_000)
        #expect(total("m-1", Usage(input: 200_001, output: 0)) == 400_002)
        #expect(total("m-1", Usage(input: 1, output: 1), tier: .priority) == 9)
        #expect(total("m-1", Usage(input: 1, output: 1), tier: .batches) == 2.5)
        #expect(total("z", Usage(input: 0, output: 10, reasoning: 4)) == 54)
    }

    @Test("Counts that make no sense cost nothing and never trap") func nonsense() {
        #expect(total("m-1", Usage(input: -5, output: .min, cacheRead: .max)) == 0)
        #expect(total("m-1", Usage(input: 5, cacheRead: 50)) == 0.5)
        #expect(total("m-1", Usage(input: .max, output: .max)) != nil)
    }

    @Test("The table of this build knows the models people use") func bundled() throws {
        for model in [
            "gpt-4o-mini-2024-07-18", "claude-sonnet-4-5", "claude-sonnet-4-5-20250929", "gemini-2.5-pro",
        ] {
            let price = try #require(PriceTable.bundled.price(model: model, provider: nil), "\(model)")
            #expect((PricedCall(usage: Usage(input: 10, output: 10)).cost(at: price).total ?? 0) > 0)
        }
        #expect(PriceTable.bundled.price(model: "no-such-model", provider: "openai") == nil)
    }
}
