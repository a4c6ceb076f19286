import HindcastJSON

/// The language of a dataset's search. Words joined by blanks are one text to find; filters stand between them.
struct InvariantQuery: Equatable {
    enum Comparison: String {
        case equal = "=", less = "<", more = ">", atMost = "<=", atLeast = ">=", contains = "%"
    }

    enum Filter: Equatable {
        case annotated(Bool)
        case metadata(key: String, Comparison, String)
    }

    /// What a query is as a whole.
    enum Form: Equatable {
        case search
        /// Those with these indices.
        case indices(label: String, Set<Int>)
        /// Those with these ids.
        case ids(label: String, Set<String>)
        /// Grouped by what analysers found.
        case findings
    }

    let text: String
    private(set) var form = Form.search
    private(set) var filters: [Filter] = []
    /// Nil when only filters were given.
    private(set) var words: String?
    /// Filters that could not be read.
    private(set) var warnings: [String] = []

    init(_ text: String) {
        self.text = text
        if let whole = Self.whole(text) {
            form = whole
            return
        }
        var rest: [Substring] = []
        for token in text.split(separator: " ", omittingEmptySubsequences: false) {
            let parts = token.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, ["is", "not", "no", "meta"].contains(parts[0]) else {
                rest.append(token)
                continue
            }
            if let filter = Self.filter(parts[0], parts[1]) {
                filters.append(filter)
            } else {
                warnings.append("The filter \(token) is not known and was left out.")
            }
        }
        let joined = rest.joined(separator: " ")
        words = rest.contains { !$0.isEmpty } ? joined : nil
    }

    var needsAnnotations: Bool { filters.contains { if case .annotated = $0 { true } else { false } } }
    var wantsFindings: Bool { form == .findings }

    private static func whole(_ text: String) -> Form? {
        if text == "is:invariant" { return .findings }
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let items = parts[2].split(separator: ",").map { $0.filter { $0 != " " } }
        switch parts[0] {
        case "filter":
            let indices = items.compactMap { Int($0) }
            return indices.count == items.count ? .indices(label: String(parts[1]), Set(indices)) : nil
        case "idfilter": return .ids(label: String(parts[1]), Set(items.map { $0.lowercased() }))
        default: return nil
        }
    }

    private static func filter(_ name: Substring, _ rest: Substring) -> Filter? {
        switch (name, rest) {
        case ("is", "annotated"): return .annotated(true)
        case ("not", "annotated"), ("no", "annotated"): return .annotated(false)
        case ("meta", _): return metadata(rest)
        default: return nil
        }
    }

    private static func metadata(_ text: Substring) -> Filter? {
        guard let start = text.firstIndex(where: { "=<>%".contains($0) }), start > text.startIndex else {
            return nil
        }
        let key = String(text[..<start])
        for sign in ["==", "<=", ">=", "=", "<", ">", "%"] where text[start...].hasPrefix(sign) {
            let comparison = Comparison(rawValue: sign == "==" ? "=" : sign)
            return comparison.map { .metadata(key: key, $0, String(text[start...].dropFirst(sign.count))) }
        }
        return nil
    }
}

extension InvariantQuery.Filter {
    /// Whether a trace passes.
    func matches(_ metadata: JSONObject, isAnnotated: Bool) -> Bool {
        switch self {
        case .annotated(let wanted): return isAnnotated == wanted
        case .metadata(let key, let comparison, let wanted):
            guard let value = metadata[key] else { return false }
            if comparison == .contains { return value.plain.lowercased().contains(wanted.lowercased()) }
            if let number = Double(wanted), let own = value.doubleValue {
                return comparison.holds(own, number)
            }
            return comparison.holds(value.plain, wanted)
        }
    }
}

extension InvariantQuery.Comparison {
    fileprivate func holds<Value: Comparable>(_ one: Value, _ other: Value) -> Bool {
        switch self {
        case .equal: one == other
        case .less: one < other
        case .more: one > other
        case .atMost: one <= other
        case .atLeast: one >= other
        case .contains: false
        }
    }
}

extension JSON {
    fileprivate var plain: String { stringValue ?? text }
}
