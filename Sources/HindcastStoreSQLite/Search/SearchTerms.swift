import HindcastStore

/// What a person asked for: words, prefixes and phrases, all folded as the index folds them.
struct SearchTerms {
    struct Term: Equatable {
        var tokens: [[UInt8]]
        var isPrefix: Bool
    }

    let terms: [Term]

    /// Splits at white space; quotes hold a phrase together, a trailing `*` asks for a prefix. What the tokenizer cuts
    /// into several words (`get_weather`, `3.14`) is a phrase.
    init(_ text: String, _ tokenizer: Tokenizer) throws(StoreError) {
        var found: [Term] = []
        var word = ""
        var isQuoted = false
        func finish() {
            let isPrefix = !isQuoted && word.hasSuffix("*")
            let tokens = tokenizer.tokens(word)
            if !tokens.isEmpty, found.count < StoreLimits.searchTermsMax {
                found.append(Term(tokens: Array(tokens.prefix(Self.tokensMax)), isPrefix: isPrefix))
            }
            word = ""
        }
        for character in text.prefix(Self.charactersMax) {
            if character == "\"" {
                finish()
                isQuoted.toggle()
            } else if character.isWhitespace, !isQuoted {
                finish()
            } else {
                word.append(character)
            }
        }
        isQuoted = false
        finish()
        guard !found.isEmpty else {
            throw .badQuery("The search “\(text.prefix(64))” has no words: write at least one.")
        }
        terms = found
    }

    /// Longer phrases than this add nothing a person meant.
    private static let tokensMax = 32
    private static let charactersMax = 4096

    /// The index keeps no positions, so phrases are looked for in the text.
    var needsText: Bool { terms.contains { $0.tokens.count > 1 } }

    /// What a content must have to be looked at: all words, and one for each beginning.
    func keys(project: Int64) -> [(word: WordKey, isPrefix: Bool)] {
        terms.flatMap { term in
            term.tokens.enumerated().map { index, token in
                (
                    WordKey(WordKey.prefix(project: project) + token.prefix(FoldedText.wordBytesMax)),
                    term.isPrefix && index == term.tokens.count - 1
                )
            }
        }
    }
}
