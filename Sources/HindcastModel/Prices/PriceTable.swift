import CPrices
import Synchronization

/// Prices by model name. The text is searched as it is, so that nothing is read at start-up.
public struct PriceTable: Sendable {
    /// Lines of `name TAB code=price TAB …`, sorted by the bytes of the lower-case name.
    private let text: [UInt8]
    private let known = Known()

    /// - Parameter text: the form that `Scripts/update-prices.py` writes.
    public init(text: [UInt8]) { self.text = text }

    /// The table that came with this build.
    public static let bundled = PriceTable(
        text: unsafe Array(UnsafeBufferPointer(start: hindcast_prices(), count: hindcast_prices_count())))

    /// Looks a model up as `provider/model`, the same without a date suffix, with dots as dashes, then each without
    /// the provider. Nil for an unknown model.
    public func price(model: String, provider: String?) -> ModelPrice? {
        let question = Question(model: model, provider: provider)
        if let answer = known.answer(question) { return answer }
        let found = search(model: model, provider: provider)
        known.remember(found, for: question)
        return found
    }

    private func search(model: String, provider: String?) -> ModelPrice? {
        let name = model.lowercased()
        let undated = Self.withoutDate(name)
        let dashed = String(undated.map { $0 == "." ? "-" : $0 })
        var names: [String] = []
        for candidate in [name, undated, dashed] where !names.contains(candidate) { names.append(candidate) }
        let prefixes = provider.map(Self.prefixes) ?? []
        for prefix in prefixes {
            for candidate in names { if let found = line(prefix + "/" + candidate) { return found } }
        }
        for candidate in names { if let found = line(candidate) { return found } }
        return nil
    }

    /// The table's names for providers that OpenTelemetry names by company.
    private static func prefixes(_ provider: String) -> [String] {
        switch provider.lowercased() {
        case "gcp", "google": ["gemini", "vertex_ai"]
        case "aws", "amazon-bedrock", "aws_bedrock": ["bedrock"]
        case "az", "azure": ["azure", "azure_ai"]
        case "x_ai": ["xai"]
        case "mistral_ai": ["mistral"]
        case let name: [name]
        }
    }

    /// Cuts `-YYYY-MM-DD` or `-YYYYMMDD` off the end.
    static func withoutDate(_ name: String) -> String {
        let bytes = Array(name.utf8)
        func isDate(_ pattern: String) -> Bool {
            guard bytes.count > pattern.utf8.count else { return false }
            return zip(bytes.suffix(pattern.utf8.count), pattern.utf8).allSatisfy { byte, wanted in
                wanted == UInt8(ascii: "0") ? (48...57).contains(byte) : byte == wanted
            }
        }
        for pattern in ["-0000-00-00", "-00000000"] where isDate(pattern) {
            return String(decoding: bytes.dropLast(pattern.utf8.count), as: UTF8.self)
        }
        return name
    }

    /// Binary search for a line.
    private func line(_ name: String) -> ModelPrice? {
        let wanted = Array(name.utf8)
        var low = 0
        var high = text.count
        while low < high {
            var start = (low + high) / 2
            while start > low, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            let tab = text[start..<end].firstIndex(of: UInt8(ascii: "\t")) ?? end
            let key = text[start..<tab]
            if key.elementsEqual(wanted) { return ModelPrice(line: text[tab..<end]) }
            if key.lexicographicallyPrecedes(wanted) { low = end + 1 } else { high = start }
        }
        return nil
    }
}

extension PriceTable {
    private struct Question: Hashable {
        let model: String
        let provider: String?
    }

    /// What was looked up before: a run asks for the same few models thousands of times.
    private final class Known: Sendable {
        /// More models than anybody uses at once; a client that makes names up only empties the memory.
        private static let countMax = 1024
        private let answers = Mutex<[Question: ModelPrice?]>([:])

        func answer(_ question: Question) -> ModelPrice?? { answers.withLock { $0[question] } }

        func remember(_ price: ModelPrice?, for question: Question) {
            answers.withLock { known in
                if known.count >= Self.countMax { known.removeAll(keepingCapacity: true) }
                known.updateValue(price, forKey: question)
            }
        }
    }
}

extension ModelPrice {
    /// Reads the fields of a line; what cannot be read is left out.
    init(line: ArraySlice<UInt8>) {
        fields = line.split(separator: UInt8(ascii: "\t")).compactMap(Field.init)
    }
}

extension ModelPrice.Field {
    init?(_ text: ArraySlice<UInt8>) {
        guard let letter = text.first, let item = ModelPrice.Item(rawValue: letter),
            let equals = text.firstIndex(of: UInt8(ascii: "=")),
            let price = Double(String(decoding: text[(equals + 1)...], as: UTF8.self))
        else { return nil }
        let code = text[text.startIndex..<equals].dropFirst()
        let parts = code.split(separator: UInt8(ascii: "!"), omittingEmptySubsequences: false)
        let threshold = (parts.first ?? []).dropFirst().reduce(Int64(0)) { $0 * 10 + Int64($1 &- 48) }
        let tier = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : nil
        self.init(
            item: item, threshold: threshold * 1000, tier: ServiceTier(named: tier), dollarsPerMillion: price)
    }
}
