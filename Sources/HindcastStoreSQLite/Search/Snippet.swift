/// The surroundings of the first match in a text, with matched words marked.
struct Snippet {
    private let terms: [SearchTerms.Term]
    private let tokenizer: Tokenizer

    init(_ terms: SearchTerms, _ tokenizer: Tokenizer) {
        self.terms = terms.terms
        self.tokenizer = tokenizer
    }

    /// Bytes shown before the first match, and altogether.
    private static let bytesBefore = 48
    private static let bytesMax = 176

    /// Nil when a phrase does not occur as it stands.
    func text(of text: String) -> String? {
        let bytes = Array(text.utf8)
        var recent: [Tokenizer.Token] = []
        let longest = terms.map(\.tokens.count).max() ?? 1
        var missing = Set(terms.indices.filter { terms[$0].tokens.count > 1 })
        var marks: [Range<Int>] = []
        tokenizer.visit(bytes) { token in
            recent.append(token)
            if recent.count > longest { recent.removeFirst() }
            for (index, term) in terms.enumerated() where matches(term, recent) {
                missing.remove(index)
                let first = recent[recent.count - term.tokens.count].range.lowerBound
                if marks.count < 64 || marks.isEmpty { marks.append(first..<token.range.upperBound) }
            }
            let isPast = marks.first.map { token.range.lowerBound > $0.lowerBound + Self.bytesMax } ?? false
            return !(isPast && missing.isEmpty)
        }
        guard missing.isEmpty else { return nil }
        return render(bytes, marks: marks)
    }

    private func matches(_ term: SearchTerms.Term, _ recent: [Tokenizer.Token]) -> Bool {
        let count = term.tokens.count
        guard recent.count >= count else { return false }
        for (index, wanted) in term.tokens.enumerated() {
            let token = recent[recent.count - count + index].folded
            if index == count - 1, term.isPrefix {
                if !token.starts(with: wanted) { return false }
            } else if token != wanted {
                return false
            }
        }
        return true
    }

    private func render(_ bytes: [UInt8], marks: [Range<Int>]) -> String {
        let first = marks.first?.lowerBound ?? 0
        var from = max(first - Self.bytesBefore, 0)
        while from < first, bytes[from] & 0xc0 == 0x80 { from += 1 }
        var until = min(from + Self.bytesMax, bytes.count)
        while until > from, until < bytes.count, bytes[until] & 0xc0 == 0x80 { until -= 1 }
        var shown: [UInt8] = from > 0 ? Array("…".utf8) : []
        var next = from
        for mark in marks where mark.lowerBound >= next && mark.upperBound <= until {
            append(bytes[next..<mark.lowerBound], to: &shown)
            shown.append(2)
            append(bytes[mark], to: &shown)
            shown.append(3)
            next = mark.upperBound
        }
        append(bytes[next..<until], to: &shown)
        if until < bytes.count { shown += Array("…".utf8) }
        return String(decoding: shown, as: UTF8.self)
    }

    /// One line, and no marks but ours.
    private func append(_ bytes: ArraySlice<UInt8>, to shown: inout [UInt8]) {
        for byte in bytes { shown.append(byte < 32 ? 32 : byte) }
    }
}
