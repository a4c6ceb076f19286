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
        case .text(let text): Self.isPhrase(text) ? text.escapingBackslashes : Self.word(text)
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
        text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
    }

    private static func word(_ text: String) -> String {
        let isKeyword = ["and", "or", "not"].contains(text.lowercased())
        return isKeyword || text.hasPrefix("-") ? "\"\(text)\"" : quotedIfNeeded(text, stops: ":")
    }

    private static func quotedIfNeeded(_ text: String, stops: String = "") -> String {
        let isPlain =
            !text.isEmpty && !text.contains { $0.isWhitespace || "()\"".contains($0) || stops.contains($0) }
        if isPlain { return text }
        let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        return "\"\(escaped)\""
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value), abs(whole) < 1_000_000_000_000_000 { return String(whole) }
        return String(value)
    }
}

extension String {
    fileprivate var escapingBackslashes: String { map { $0 == "\\" ? "\\\\" : String($0) }.joined() }
}
