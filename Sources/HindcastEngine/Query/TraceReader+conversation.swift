import HindcastModel
import HindcastStore

extension TraceReader {
    /// What a span made from a pushed conversation saw and said: it lies in the tree alone.
    func stretch(
        of summary: SpanSummary, _ part: ConversationKeys.Part
    ) async throws(StoreError) -> (input: [Message], output: [Message]) {
        let seen = summary.input ?? .root
        let output = try await messages(from: summary.output ?? .root, upTo: seen)
        guard part == .call else { return ([], output) }
        return (try await messages(from: seen, upTo: .root), output)
    }

    private func messages(from node: NodeID, upTo stop: NodeID) async throws(StoreError) -> [Message] {
        let path = try await store.path(from: node, upTo: stop)
        let contents = try await store.contents(Array(Set(path.map(\.content))))
        return path.reversed().compactMap { contents[$0.content].flatMap(Message.init(canonical:)) }
    }
}
