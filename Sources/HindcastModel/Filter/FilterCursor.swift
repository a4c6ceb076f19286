/// A place in a filter's text.
struct FilterCursor {
    private let characters: [Character]
    private(set) var position = 0

    init(_ text: String) { characters = Array(text) }

    var isAtEnd: Bool { position == characters.count }
    var peek: Character? { isAtEnd ? nil : characters[position] }
    /// Whether a term may end here.
    var isAtTermEnd: Bool { peek.map { $0.isWhitespace || $0 == ")" } ?? true }

    mutating func skipSpace() {
        while let next = peek, next.isWhitespace { position += 1 }
    }

    mutating func skip(_ character: Character) -> Bool {
        guard peek == character else { return false }
        position += 1
        return true
    }

    /// Whether the next word is this one, in any case, standing alone.
    func isNext(word: String) -> Bool {
        let end = position + word.count
        guard end <= characters.count, String(characters[position..<end]).lowercased() == word else {
            return false
        }
        return end == characters.count || characters[end].isWhitespace || "()".contains(characters[end])
    }

    /// Skips the word and the space behind it.
    mutating func skip(word: String) -> Bool {
        guard isNext(word: word) else { return false }
        position += word.count
        skipSpace()
        return true
    }

    /// Everything up to a space, a parenthesis, a quote or one of `stops`.
    mutating func bare(until stops: String = "") -> String {
        let start = position
        while let next = peek, !next.isWhitespace, !"()\"".contains(next), !stops.contains(next) {
            position += 1
        }
        return String(characters[start..<position])
    }

    /// Text in double quotes, with `\"` and `\\` for a quote and a backslash.
    mutating func quoted() throws(FilterError) -> String {
        let start = position
        position += 1
        var text = ""
        while let next = peek {
            position += 1
            if next == "\"" { return text }
            if next == "\\", let escaped = peek, escaped == "\"" || escaped == "\\" {
                text.append(escaped)
                position += 1
            } else {
                text.append(next)
            }
        }
        throw FilterError(position: start, message: "This quote is never closed; add a \".")
    }

    mutating func restart(at position: Int) { self.position = position }
}
