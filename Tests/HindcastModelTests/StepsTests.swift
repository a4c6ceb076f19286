import HindcastModel
import Testing

/// A tree whose contents are words: `path("a b c")` is the node at the end of that conversation.
private final class WordTree {
    private(set) var nodes: [NodeID: PathNode] = [:]
    private var ids: [String: NodeID] = ["": .root]
    private var contents: [Substring: ContentID] = [:]

    func path(_ words: String) -> NodeID {
        if let known = ids[words] { return known }
        let parts = words.split(separator: " ")
        let parent = path(parts.dropLast().joined(separator: " "))
        let content = contents[parts[parts.count - 1]] ?? ContentID(Int64(contents.count + 1))
        contents[parts[parts.count - 1]] = content
        let id = NodeID(Int64(ids.count))
        ids[words] = id
        nodes[id] = PathNode(id: id, parent: parent, content: content, depth: parts.count)
        return id
    }

    func words(_ nodes: [PathNode]) -> String {
        let names = Dictionary(uniqueKeysWithValues: contents.map { ($0.value, $0.key) })
        return nodes.compactMap { names[$0.content] }.joined(separator: " ")
    }
}

@Suite("What is new in a step")
struct StepsTests {
    private let tree = WordTree()

    private func run(_ calls: [(String, String)]) -> [Steps.Step] {
        var steps = Steps()
        return calls.enumerated().map { index, call in
            let call = ModelCall(
                spanID: SpanID(UInt64(index + 1)), start: Timestamp(nanoseconds: Int64(index)),
                input: tree.path(call.0), output: tree.path(call.0 + " " + call.1))
            return steps.add(call) { tree.nodes[$0] }
        }
    }

    @Test("An agent's loop adds the answer and the tool result, never the context")
    func loop() {
        let steps = run([("sys user", "call"), ("sys user call result", "done")])
        #expect(tree.words(steps[0].newInput) == "sys user")
        #expect(tree.words(steps[0].newOutput) == "call")
        #expect(tree.words(steps[1].newInput) == "result")
        #expect(steps[1].knownCount == 3)
        #expect(steps[1].origin == .continuation(of: tree.path("sys user call")))
    }

    @Test("The same word said twice is new twice")
    func repetition() {
        let steps = run([("yes", "ok"), ("yes ok yes", "ok")])
        #expect(tree.words(steps[1].newInput) == "yes")
        #expect(tree.words(steps[1].newOutput) == "ok")
    }

    @Test("A retry sees nothing new")
    func retry() {
        let steps = run([("sys user", "bad"), ("sys user", "good")])
        #expect(steps[1].newInput.isEmpty)
        #expect(steps[1].origin == .retry(of: tree.path("sys user")))
        #expect(tree.words(steps[1].newOutput) == "good")
    }

    @Test("An edited question is a branch with one new message")
    func edit() {
        let steps = run([("sys user call result", "done"), ("sys other", "fine")])
        #expect(steps[1].origin == .branch(from: tree.path("sys")))
        #expect(tree.words(steps[1].newInput) == "other")
    }

    @Test("After a compaction the summary is new and what was kept is copied")
    func compaction() {
        let steps = run([("sys u1 a1 u2 a2 u3", "a3"), ("sys summary u3 a3 u4", "a4")])
        #expect(tree.words(steps[1].newInput) == "summary u4")
        #expect(tree.words(steps[1].copied) == "u3 a3")
    }

    @Test("A sub-agent with a prompt of its own starts at the root")
    func subAgent() {
        let steps = run([
            ("sys user", "delegate"), ("subsys task", "answer"), ("sys user delegate answer", "done"),
        ])
        #expect(steps[1].origin == .root)
        #expect(tree.words(steps[1].newInput) == "subsys task")
        #expect(steps[2].origin == .continuation(of: tree.path("sys user delegate")))
    }

    @Test("A call without input is not taken for anything it is not")
    func noInput() {
        var steps = Steps()
        let call = ModelCall(
            spanID: SpanID(1), start: Timestamp(nanoseconds: 0), input: nil, output: tree.path("a"))
        let step = steps.add(call) { tree.nodes[$0] }
        #expect(step.origin == .unknown)
        #expect(tree.words(step.newOutput) == "a")
    }
}
