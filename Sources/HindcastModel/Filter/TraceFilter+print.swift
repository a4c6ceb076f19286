extension TraceFilter: CustomStringConvertible {
    /// The filter in its own language; what was parsed reads back as the same filter.
    public var description: String {
        switch self {
        case .all(let parts): parts.map { $0.grouped(inAlternatives: false) }.joined(separator: " ")
        case .any(let parts): parts.map { $0.grouped(inAlternatives: true) }.joined(separator: " or ")
        case .not(let inner): "-" + inner.asOperand
        case .model(let name): "model:" + Self.quotedIfNeeded(name)
        case .kind(let kind): "kind:" + kind.rawValue
        case .status(let status): "status:" + status.rawValue
        case .tag(let tag): "tag:" + Self.quotedIfNeeded(tag)
        case .session(let id): "session:" + Self.quotedIfNeeded(id)
        case .user(let id): "user:" + Self.quotedIfNeeded(id)
        case .name(let name): "name:" + Self.quotedIfNeeded(name)
        case .cost(let comparison, let amount): "cost:" + comparison.rawValue + Self.number(amount)
        case .tokens(let comparison, let amount): "tokens:" + comparison.rawValue + Self.number(amount)
        case .durationSeconds(let comparison, let amount):
            "duration:" + comparison.rawValue + Self.number(amount) + "s"
        case .metadata(let key, let value):
            "meta." + Self.quotedIfNeeded(key, stops: ":") + ":"
                + (value.map { $0 == "*" ? "\"*\"" : Self.quotedIfNeeded($0) } ?? "*")
        case .has(let feature): "has:" + feature.rawValue
        case .since(let moment): "since:" + moment.description
        case .until(let moment): "until:" + moment.description
        case .text(let text): Self.isPhrase(text) ? text.escaping("\\") : Self.word(text)
        }
    }

    private func grouped(inAlternatives: Bool) -> String {
        switch self {
        case .any: "(\(self))"
        case .all: inAlternatives ? description : "(\(self))"
        default: description
        }
    }

    private var asOperand: String {
        switch self {
        case .all, .any: "(\(self))"
        default: description
        }
    }

    private static func isPhrase(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return scalars.count >= 2 && scalars.first == "\"" && scalars.last == "\""
    }

    private static func word(_ text: String) -> String {
        let isKeyword = ["and", "or", "not"].contains(text.lowercased())
        return isKeyword || text.unicodeScalars.first == "-"
            ? "\"\(text)\"" : quotedIfNeeded(text, stops: ":")
    }

    private static func quotedIfNeeded(_ text: String, stops: String = "") -> String {
        let ends = ("()\"" + stops).unicodeScalars
        let isPlain = !text.isEmpty && !text.unicodeScalars.contains { $0.isFilterSpace || ends.contains($0) }
        return isPlain ? text : "\"\(text.escaping("\"", "\\"))\""
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value), abs(whole) < 1_000_000_000_000_000 { return String(whole) }
        return String(value)
    }
}

extension String {
    /// A backslash before each of these.
    fileprivate func escaping(_ marks: Unicode.Scalar...) -> String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if marks.contains(scalar) { text.append("\\") }
            text.append(scalar)
        }
        return String(text)
    }
}
