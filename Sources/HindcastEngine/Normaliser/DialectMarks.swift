import HindcastModel

/// Which families of keys a span has: found in one pass, so that most conventions are ruled out without a lookup.
struct DialectMarks: OptionSet {
    let rawValue: UInt32

    static let laminar = DialectMarks(rawValue: 1 << 0)
    static let openInference = DialectMarks(rawValue: 1 << 1)
    static let langSmith = DialectMarks(rawValue: 1 << 2)
    static let mlflow = DialectMarks(rawValue: 1 << 3)
    static let vercel = DialectMarks(rawValue: 1 << 4)
    static let googleADK = DialectMarks(rawValue: 1 << 5)
    static let genAI = DialectMarks(rawValue: 1 << 6)
    /// `gen_ai.prompt.` or `gen_ai.completion.`: the flattened lists.
    static let genAIFlat = DialectMarks(rawValue: 1 << 7)
    static let traceloop = DialectMarks(rawValue: 1 << 8)
    static let llm = DialectMarks(rawValue: 1 << 9)
    static let pydantic = DialectMarks(rawValue: 1 << 10)
    /// Scores written on the span itself.
    static let scores = DialectMarks(rawValue: 1 << 11)

    private struct Family: Sendable {
        let prefix: [UInt8]
        let mark: DialectMarks

        init(_ prefix: String, _ mark: DialectMarks) {
            self.prefix = Array(prefix.utf8)
            self.mark = mark
        }
    }

    /// By first byte, so that a key is compared with one or two prefixes at most.
    private static let families: [UInt8: [Family]] = Dictionary(
        grouping: [
            Family("lmnr.", .laminar), Family("llm.", .llm), Family("langsmith.", .langSmith),
            Family("openinference.span.kind", .openInference), Family("mlflow.", .mlflow),
            Family("ai.", .vercel), Family("gcp.vertex.agent.", .googleADK),
            Family("gen_ai.prompt.", .genAIFlat), Family("gen_ai.completion.", .genAIFlat),
            Family("gen_ai.", .genAI), Family("traceloop.", .traceloop), Family("pydantic_ai.", .pydantic),
            Family("evaluation.", .scores), Family("annotation.", .scores),
            Family("trace.evaluation.", .scores),
            Family("trace.annotation.", .scores), Family("session.evaluation.", .scores),
            Family("session.annotation.", .scores),
        ], by: { $0.prefix[0] })

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ attributes: Attributes) {
        self = []
        let bytes = attributes.buffer.span
        for entry in attributes.entries {
            let key = entry.key
            guard !key.isEmpty else { continue }
            switch bytes[key.lowerBound] {
            case UInt8(ascii: "l"), UInt8(ascii: "o"), UInt8(ascii: "m"), UInt8(ascii: "a"),
                UInt8(ascii: "g"),
                UInt8(ascii: "t"), UInt8(ascii: "p"), UInt8(ascii: "e"), UInt8(ascii: "s"):
                add(key, bytes)
            default: break
            }
        }
    }

    private mutating func add(_ key: Range<Int>, _ bytes: Span<UInt8>) {
        for family in Self.families[bytes[key.lowerBound]] ?? [] where !contains(family.mark) {
            if Self.starts(bytes, key, family.prefix) { insert(family.mark) }
        }
    }

    private static func starts(_ bytes: Span<UInt8>, _ key: Range<Int>, _ prefix: [UInt8]) -> Bool {
        guard key.count >= prefix.count else { return false }
        for index in prefix.indices where bytes[key.lowerBound + index] != prefix[index] { return false }
        return true
    }
}
