import HindcastJSON

/// Canonical forms of the plainest messages, which most are. Their texts stand in their lines as they will stand there,
/// so they are copied instead of being read and written again.
extension MessageLines {
    /// How a line begins that says who speaks and then a text, and the canonical form of such a message up to its text.
    private static let textForms = ["user", "assistant", "system"].map { role in
        (
            line: Array(#"{"role":"\#(role)","content":""#.utf8),
            canonical: Array(#"{"role":"\#(role)","parts":[{"text":""#.utf8)
        )
    }
    private static let answerLine = Array(#"{"role":"tool","tool_call_id":""#.utf8)
    private static let answerContent = Array(#"","content":""#.utf8)
    private static let answerCanonical = Array(#"{"role":"tool","parts":[{"result":""#.utf8)
    private static let answerID = Array(#","id":""#.utf8)
    private static let end = Array(#"}]}"#.utf8)

    /// The canonical form of a message that is nothing but a speaker and a text, or a tool's answer in text. Nil for
    /// every other.
    func plainCanonical(_ index: Int) -> [UInt8]? {
        switch messages[index].objectValue?.count {
        case 2: plainText(bytes[ranges[index]])
        case 3: plainAnswer(bytes[ranges[index]])
        default: nil
        }
    }

    private func plainText(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        guard let form = Self.textForms.first(where: { line.starts(with: $0.line) }) else { return nil }
        // Behind the text come its quote and the end of the object. An empty text is no part.
        let text = line.dropFirst(form.line.count).dropLast()
        guard text.count > 1 else { return nil }
        var canonical: [UInt8] = []
        canonical.reserveCapacity(form.canonical.count + text.count + Self.end.count)
        canonical += form.canonical
        canonical += text
        canonical += Self.end
        return canonical
    }

    private func plainAnswer(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        guard line.starts(with: Self.answerLine) else { return nil }
        let rest = line.dropFirst(Self.answerLine.count)
        // An id with an escape is not worth telling its end.
        guard let quote = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }),
            rest[quote...].starts(with: Self.answerContent)
        else { return nil }
        let text = rest[quote...].dropFirst(Self.answerContent.count).dropLast()
        var canonical: [UInt8] = []
        canonical.reserveCapacity(line.count + Self.answerCanonical.count)
        canonical += Self.answerCanonical
        canonical += text
        canonical += Self.answerID
        canonical += rest[...quote]
        canonical += Self.end
        return canonical
    }
}
