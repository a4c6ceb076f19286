import Synchronization

/// Texts of the newest contents, handed by the writer to the indexer, which otherwise reads them back from their packs.
/// Bounded: what finds no room is read back.
final class NewTexts: Sendable {
    struct Text: Sendable {
        let content: Int64
        let project: Int64
        let text: SearchableText
    }

    struct Commit: Sendable {
        /// All contents of the commit; those that are not searched have no text.
        let contents: Range<Int64>
        let texts: [Text]

        fileprivate var bytes: Int { texts.reduce(0) { $0 + $1.text.byteCount } }
    }

    private struct State {
        var commits: [Commit] = []
        var bytes = 0
    }

    private let bytesMax: Int
    private let state = Mutex(State())

    /// - Parameter bytesMax: by default the text of some 25,000 spans, a few seconds at the highest rate.
    init(bytesMax: Int = 32 << 20) { self.bytesMax = bytesMax }

    /// Commits come in the order of their contents.
    func add(_ commit: Commit) {
        let bytes = commit.bytes
        state.withLock { state in
            guard state.bytes + bytes <= bytesMax else { return }
            state.commits.append(commit)
            state.bytes += bytes
        }
    }

    /// The commit with that content, if it is here. It and all older ones are not needed any more.
    func take(from content: Int64) -> Commit? {
        state.withLock { state in
            while let first = state.commits.first, first.contents.lowerBound <= content {
                state.commits.removeFirst()
                state.bytes -= first.bytes
                if first.contents.contains(content) { return first }
            }
            return nil
        }
    }
}
