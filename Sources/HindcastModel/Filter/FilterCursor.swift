/// A place in a filter's text.
///
/// It walks Unicode scalars, not characters: a mark that combines with a space or a quote before it would hide that
/// one, and the same marks after another neighbour would not.
struct FilterCursor {
    private let scalars: [Unicode.Scalar]
    private(set) var position = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var isAtEnd: Bool { position == scalars.count }
    var peek: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }
    /// Whether a term may end here.
    var isAtTermEnd: Bool { peek.map { $0.isFilterSpace || $0 == ")" } ?? true }

    mutating func skipSpace() {
        while let next = peek, next.isFilterSpace { position += 1 }
    }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    /// Whether the next word is this one, in any case, standing alone.
    func isNext(word: String) -> Bool {
        let end = position + word.count
        guard end <= scalars.count, text(position..<end).lowercased() == word else { return false }
        return end == scalars.count || scalars[end].isFilterSpace
            || "()".unicodeScalars.contains(scalars[end])
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
        let ends = "()\"" + stops
        while let next = peek, !next.isFilterSpace, !ends.unicodeScalars.contains(next) { position += 1 }
        return text(start..<position)
    }

    /// Text in double quotes, with `\"` and `\\` for a quote and a backslash.
    mutating func quoted() throws(FilterError) -> String {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while let next = peek {
            position += 1
            if next == "\"" { return String(text) }
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

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }
}

extension Unicode.Scalar {
    /// Whether it parts the terms of a filter.
    var isFilterSpace: Bool { properties.isWhitespace }
}
