extension FilterParser {
    static let fields =
        "model, kind, status, tag, session, user, name, cost, tokens, duration, meta.<key>, has, since, until"

    /// A field with its value, a word or a phrase.
    mutating func term() throws(FilterError) -> TraceFilter {
        let start = cursor.position
        if cursor.peek == "\"" {
            let phrase = try cursor.quoted()
            // The search language has no escape inside a phrase, and a quote is no word anyway.
            var words = String.UnicodeScalarView()
            for scalar in phrase.unicodeScalars { words.append(scalar == "\"" ? " " : scalar) }
            guard words.contains(where: { !$0.isFilterSpace }) else {
                throw FilterError(
                    position: start, message: "The quotes hold nothing; write words between them.")
            }
            return .text("\"\(String(words))\"")
        }
        let field = cursor.bare(until: ":").lowercased()
        if field == "meta." || field.hasPrefix("meta.") && cursor.peek == ":" { return try metadata(start) }
        guard cursor.skip(":") else { return .text(word(from: start)) }
        let value = try self.value(of: field, start)
        return try condition(field, value, start)
    }

    private mutating func word(from start: Int) -> String {
        cursor.restart(at: start)
        return cursor.bare()
    }

    private mutating func metadata(_ start: Int) throws(FilterError) -> TraceFilter {
        cursor.restart(at: start + "meta.".count)
        let key = cursor.peek == "\"" ? try cursor.quoted() : cursor.bare(until: ":")
        guard !key.isEmpty, cursor.skip(":") else {
            throw FilterError(
                position: cursor.position,
                message: "Metadata is asked for as meta.key:value, or meta.key:* for any.")
        }
        let isQuoted = cursor.peek == "\""
        let value = try self.value(of: "meta.\(key)", start)
        return .metadata(key: key, value: value.text == "*" && !isQuoted ? nil : value.text)
    }

    private mutating func value(of field: String, _ start: Int) throws(FilterError) -> (
        text: String, position: Int
    ) {
        let position = cursor.position
        let text = cursor.peek == "\"" ? try cursor.quoted() : cursor.bare()
        guard !text.isEmpty else {
            throw FilterError(position: start, message: "\(field): needs a value right behind the colon.")
        }
        return (text, position)
    }

    private func condition(
        _ field: String, _ value: (text: String, position: Int), _ start: Int
    ) throws(FilterError) -> TraceFilter {
        switch field {
        case "model": return .model(value.text)
        case "tag": return .tag(value.text)
        case "session": return .session(value.text)
        case "user": return .user(value.text)
        case "name": return .name(value.text)
        case "kind":
            return .kind(try choice(field, value, SpanKind.allCases))
        case "status":
            return .status(try choice(field, value, [SpanStatus.ok, .error]))
        case "has":
            return .has(try choice(field, value, TraceFilter.Feature.allCases))
        case "cost", "tokens", "duration":
            let (comparison, amount) = comparison(value.text)
            guard let number = field == "duration" ? seconds(amount) : count(amount) else {
                let example = ["cost": "cost:>0.1", "tokens": "tokens:>=1000", "duration": "duration:<2s"]
                throw FilterError(
                    position: value.position,
                    message:
                        "\(field): takes a number, with <, <=, =, >= or > before it: \(example[field] ?? "")."
                )
            }
            return switch field {
            case "cost": .cost(comparison, number)
            case "tokens": .tokens(comparison, number)
            default: .durationSeconds(comparison, number)
            }
        case "since": return .since(try moment(field, value))
        case "until": return .until(try moment(field, value))
        default:
            throw FilterError(
                position: start,
                message:
                    "There is no field \"\(field)\". Fields: \(Self.fields). Put quotes round plain text with a colon."
            )
        }
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ field: String, _ value: (text: String, position: Int), _ choices: [Choice]
    ) throws(FilterError) -> Choice {
        let wanted = value.text.lowercased()
        if let found = choices.first(where: { $0.rawValue == wanted }) { return found }
        let allowed = choices.map(\.rawValue).joined(separator: ", ")
        throw FilterError(position: value.position, message: "\(field): takes one of \(allowed).")
    }

    private func comparison(_ text: String) -> (TraceFilter.Comparison, Substring) {
        for sign in [TraceFilter.Comparison.atMost, .atLeast, .less, .more, .equal]
        where text.hasPrefix(sign.rawValue) {
            return (sign, text.dropFirst(sign.rawValue.count))
        }
        return (.equal, text[...])
    }

    /// A plain number, or one with `k` or `m` for thousands and millions.
    private func count(_ text: Substring) -> Double? {
        switch text.last {
        case "k", "K": number(text.dropLast()).map { $0 * 1000 }
        case "m", "M": number(text.dropLast()).map { $0 * 1_000_000 }
        default: number(text)
        }
    }

    /// A number with a unit from microseconds to weeks; seconds when there is none.
    private func seconds(_ text: Substring) -> Double? {
        let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "e" || $0 == "E" }
        if digits.count == text.count || text.contains("e-") || text.contains("e+") {
            return number(text.last == "s" ? text.dropLast() : text)
        }
        let factor: Double
        switch text[digits.endIndex...].lowercased() {
        case "us", "µs": factor = 0.000_001
        case "ms": factor = 0.001
        case "s": factor = 1
        case "m", "min": factor = 60
        case "h": factor = 3600
        case "d": factor = 86_400
        case "w": factor = 604_800
        default: return nil
        }
        return number(digits).map { $0 * factor }
    }

    private func number(_ text: Substring) -> Double? {
        guard text.utf8.count <= 32, text.first?.isNumber == true || text.first == ".",
            text.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) }),
            let value = Double(text), value.isFinite
        else { return nil }
        return value
    }

    /// A moment, or a stretch of time before now. Whole microseconds, so that a printed filter reads back as it was.
    private func moment(_ field: String, _ value: (text: String, position: Int)) throws(FilterError)
        -> Timestamp
    {
        if let moment = Timestamp(value.text) { return moment.wholeMicroseconds }
        // A hundred years: longer than any store remembers, and far from overflow.
        if value.text.last?.isLetter == true, let ago = seconds(value.text[...]), ago <= 100 * 366 * 86_400 {
            let (nanoseconds, overflow) = now.nanoseconds.subtractingReportingOverflow(
                Int64(ago * 1_000_000_000))
            return Timestamp(nanoseconds: overflow ? .min : nanoseconds).wholeMicroseconds
        }
        throw FilterError(
            position: value.position,
            message:
                "\(field): takes a time like 2026-01-02, 2026-01-02T15:04:05Z, or a span before now like 30m, 2h, 7d."
        )
    }
}

extension Timestamp {
    fileprivate var wholeMicroseconds: Timestamp {
        let micros = nanoseconds.quotientAndRemainder(flooringDividingBy: 1000).quotient
        let (whole, overflow) = micros.multipliedReportingOverflow(by: 1000)
        return overflow ? self : Timestamp(nanoseconds: whole)
    }
}
