import HindcastModel

/// Which families of keys a span has: found in one pass, so that most conventions are ruled out without a lookup.
/// Only eight bytes are compared, so a mark means "perhaps": a convention looks for the keys it needs.
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
    /// Made here, from a pushed message list.
    static let conversation = DialectMarks(rawValue: 1 << 12)

    /// A family of keys by its first eight bytes (fewer when the prefix is shorter).
    private struct Family {
        let word: UInt64
        let mask: UInt64
        let mark: DialectMarks

        init(_ prefix: String, _ mark: DialectMarks) {
            let bytes = Array(prefix.utf8.prefix(8))
            word = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
            self.mask = bytes.count == 8 ? .max : (1 << UInt64(bytes.count * 8)) - 1
            self.mark = mark
        }
    }

    private static let families = [
        Family("lmnr.", .laminar), Family("openinference.", .openInference), Family("langsmith.", .langSmith),
        Family("mlflow.", .mlflow), Family("ai.", .vercel), Family("gcp.vertex.", .googleADK),
        Family("traceloop.", .traceloop), Family("llm.", .llm), Family("pydantic_ai.", .pydantic),
        Family("evaluation.", .scores), Family("annotation.", .scores), Family("trace.evaluation.", .scores),
        Family("trace.annotation.", .scores),
        Family("hindcast.", .conversation),
    ]
    private static let sessionFamily = Family("session.", .scores)
    private static let genAIFamily = Family("gen_ai.", .genAI)
    private static let promptFamily = Family("prompt.", .genAIFlat)
    private static let completionFamily = Family("completion.", .genAIFlat)

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ attributes: Attributes) {
        var found: UInt32 = 0
        let bytes = attributes.buffer.span
        let (families, genAI) = (Self.families, Self.genAIFamily)
        let session = Self.sessionFamily
        let (prompt, completion) = (Self.promptFamily, Self.completionFamily)
        var last: UInt64 = 0
        for entry in attributes.entries {
            let key = entry.key
            let word = Self.word(bytes, key.lowerBound, key.upperBound)
            if word & genAI.mask == genAI.word {
                found |= DialectMarks.genAI.rawValue
                let next = Self.word(bytes, key.lowerBound + 7, key.upperBound)
                if next & prompt.mask == prompt.word || next & completion.mask == completion.word {
                    found |= DialectMarks.genAIFlat.rawValue
                }
                continue
            }
            // `session.id` is on every span; only `session.evaluation.` and `session.annotation.` are scores.
            if word == session.word, key.count > 8 {
                let next = bytes[key.lowerBound + 8]
                if next == UInt8(ascii: "e") || next == UInt8(ascii: "a") { found |= session.mark.rawValue }
                continue
            }
            // The keys of a flattened list begin alike, so most words are the one before.
            if word == last { continue }
            last = word
            for family in families where word & family.mask == family.word { found |= family.mark.rawValue }
        }
        self.init(rawValue: found)
    }

    /// Up to eight bytes, the first one lowest; zero behind the end.
    private static func word(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
        if start + 8 <= end {
            let raw = unsafe bytes.bytes
            return unsafe UInt64(
                littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
        }
        var word: UInt64 = 0
        for index in stride(from: end - 1, through: start, by: -1) { word = word << 8 | UInt64(bytes[index]) }
        return word
    }
}
