import HindcastStore

/// The words of consecutive contents, by project, on their way into a segment.
struct WordBatch {
    private let tokenizer: Tokenizer
    private var lists: [Int64: WordLists] = [:]
    /// What was looked at, whether it has words or not.
    private(set) var contents: ClosedRange<Int64>
    /// Contents with words.
    private(set) var rows = 0
    private var textBytes = 0
    private var words = 0

    init(_ tokenizer: Tokenizer, first: Int64) {
        self.tokenizer = tokenizer
        contents = first...first
    }

    mutating func add(_ content: Int64, project: Int64, _ text: SearchableText) {
        let folded = text.folded()
        guard !folded.isEmpty else { return }
        words += lists[project, default: WordLists(tokenizer)].add(folded, content: content)
        rows += 1
        textBytes += folded.count
    }

    /// Text indexed in one transaction. Each writes the words anew that all segments have: with half as much text,
    /// writing took almost a third longer. What is noted takes about as much memory again.
    private static let textBytesMax = 16 << 20

    /// Different words take most of the memory, some hundred bytes each, where hardly any comes twice.
    private static let wordsMax = 1 << 19

    /// Whether it should be written before more is added.
    var isFull: Bool { textBytes >= Self.textBytesMax || words >= Self.wordsMax }

    /// Contents up to here were looked at.
    mutating func end(at last: Int64) { contents = contents.lowerBound...last }

    /// All words in the order of their keys.
    func visit(
        _ body: (_ key: WordKey, _ contents: Span<Int64>) throws(StoreError) -> Void
    ) throws(StoreError) {
        for (project, words) in lists.sorted(by: { $0.key < $1.key }) {
            try words.visit(project: project, body)
        }
    }
}
