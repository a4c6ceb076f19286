import HindcastJSON

extension MessageLines {
    /// How a line begins that says who speaks and then a text, and the canonical form of such a message up to its text.
    private static let plainForms = ["user", "assistant", "system"].map { role in
        (
            line: Array(#"{"role":"\#(role)","content":""#.utf8),
            canonical: Array(#"{"role":"\#(role)","parts":[{"text":""#.utf8)
        )
    }
    private static let canonicalEnd = Array(#"}]}"#.utf8)

    /// The canonical form of a message that is nothing but a speaker and a text, as most are. The text stands in its line
    /// as it will stand there, so it is copied instead of being read and written again. Nil for every other message.
    func canonicalText(_ index: Int) -> [UInt8]? {
        guard messages[index].objectValue?.count == 2 else { return nil }
        let line = bytes[ranges[index]]
        for form in Self.plainForms where line.starts(with: form.line) {
            // Behind the text come its quote and the end of the object. An empty text is no part.
            let text = line[(line.startIndex + form.line.count)..<(line.endIndex - 1)]
            guard text.count > 1 else { return nil }
            var canonical: [UInt8] = []
            canonical.reserveCapacity(form.canonical.count + text.count + Self.canonicalEnd.count)
            canonical += form.canonical
            canonical += text
            canonical += Self.canonicalEnd
            return canonical
        }
        return nil
    }
}
