/// Words that must all occur in one message, or in one span's name, errors or short values. A phrase in quotes must
/// occur as it stands; a word with a trailing `*` is a prefix. Case and accents do not matter.
public struct SearchQuery: Sendable {
    /// As a person typed it.
    public var text: String
    /// Hits of one page.
    public var limit: Int
    /// From the page before; nil for the first.
    public var cursor: String?

    public init(text: String, limit: Int = 50, cursor: String? = nil) {
        self.text = text
        self.limit = limit
        self.cursor = cursor
    }
}
