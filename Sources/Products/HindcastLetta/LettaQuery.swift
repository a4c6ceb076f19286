import HindcastHTTP
import HindcastModel

/// The query of a request, read as the reference reads it: of a repeated name the last value counts, except in lists;
/// an empty value counts as given.
struct LettaQuery {
    private let query: HTTPQuery

    init(_ query: HTTPQuery) { self.query = query }

    func text(_ name: String) -> String? { query.values(name).last }

    /// Every value of a repeated name.
    func texts(_ name: String) -> [String] { query.values(name) }

    /// A whole number from 1 on. One above the greatest is refused or brought down to it.
    func limit(
        _ defaultValue: Int, max greatest: Int = LettaLimits.pageMax, isStrict: Bool = false
    ) throws(LettaError) -> Int {
        let place = LettaError.Place.query("limit")
        guard let text = text("limit") else { return defaultValue }
        guard let number = Self.integer(text) else {
            throw .invalid(
                "int_parsing", in: place,
                "Input should be a valid integer, unable to parse string as an integer", input: text)
        }
        guard number >= 1 else {
            throw .invalid(
                "greater_than_equal", in: place, "Input should be greater than or equal to 1", input: text,
                context: ("ge", "1"))
        }
        guard number <= greatest || !isStrict else {
            throw .invalid(
                "less_than_equal", in: place, "Input should be less than or equal to \(greatest)",
                input: text,
                context: ("le", "\(greatest)"))
        }
        return min(number, greatest)
    }

    /// A number of more digits than 64 bits hold is a number all the same.
    private static func integer(_ text: String) -> Int? {
        var digits = text[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits.removeFirst() }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text) ?? (isNegative ? .min : .max)
    }

    /// Whether the list is to be read oldest first. The old name `ascending` wins when it says so.
    func isAscending(_ defaultValue: Bool) throws(LettaError) -> Bool {
        let order = try choice("order", ["asc", "desc"])
        _ = try choice("order_by", ["created_at"])
        if try bool("ascending") == true { return true }
        return order.map { $0 == "asc" } ?? defaultValue
    }

    /// One of a few words, or none.
    func choice(_ name: String, _ choices: [String]) throws(LettaError) -> String? {
        guard let text = text(name) else { return nil }
        guard choices.contains(text) else {
            let words = choices.map { "'\($0)'" }
            let listed =
                words.count < 2
                ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
            throw .invalid(
                "literal_error", in: .query(name), "Input should be \(listed)", input: text,
                context: ("expected", PythonText.literal(listed)))
        }
        return text
    }

    /// The spellings of truth that the reference knows.
    func bool(_ name: String) throws(LettaError) -> Bool? {
        guard let text = text(name) else { return nil }
        switch text.lowercased() {
        case "true", "1", "t", "yes", "y", "on": return true
        case "false", "0", "f", "no", "n", "off": return false
        default:
            throw .invalid(
                "bool_parsing", in: .query(name),
                "Input should be a valid boolean, unable to interpret input", input: text)
        }
    }

    /// A moment in ISO 8601; without an offset it is meant in UTC. One that lies beyond the years we can tell is
    /// brought to the nearest: clients send the first and the last day of their calendar for "any".
    func time(_ name: String) throws(LettaError) -> Timestamp? {
        guard let text = text(name) else { return nil }
        guard let time = Self.time(text) else {
            throw LettaError(
                .badRequest, "Invalid isoformat string: \(PythonText.literal(String(text.prefix(100))))")
        }
        return time
    }

    static func time(_ text: String) -> Timestamp? {
        if let time = Timestamp(text) { return time }
        guard let year = Int(text.prefix(4)), text.utf8.prefix(4).allSatisfy({ (48...57).contains($0) })
        else {
            return nil
        }
        // The same day of a leap year tells whether the rest can be read.
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        guard Timestamp((isLeap ? "2000" : "2001") + text.dropFirst(4)) != nil else { return nil }
        if year < 1970 { return Timestamp(nanoseconds: .min) }
        return year > 2200 ? Timestamp(nanoseconds: .max) : nil
    }
}
