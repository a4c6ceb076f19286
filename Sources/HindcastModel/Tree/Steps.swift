/// The one place that says what is new in a model call. The outline's counts, the transcript, steps and training
/// export all read it from here.
///
/// A conversation is what earlier calls saw and said. A call's input path is followed down to the deepest node that
/// the conversation already holds:
/// - when that node ends an earlier call (its input or its output), the call continues it, and everything behind the
///   node is new, even a message whose text occurred before ("yes" said twice is said twice);
/// - otherwise the call branches off: after a retry, an edit, a compaction or in a sub-agent. Behind the branching
///   point, messages the conversation already contains are copied context, the rest is new.
public struct Steps: Sendable {
    /// How a call relates to what came before it.
    public enum Origin: Sendable, Equatable {
        /// The first call, or one that shares nothing with earlier ones.
        case root
        /// Goes on from the end of an earlier call.
        case continuation(of: NodeID)
        /// Leaves an earlier path in the middle.
        case branch(from: NodeID)
        /// The same input once more.
        case retry(of: NodeID)
        /// The call recorded no input.
        case unknown
    }

    /// A model call with its place among the calls before it.
    public struct Step: Sendable, Equatable {
        /// The call.
        public let call: ModelCall
        /// Where it comes from.
        public let origin: Origin
        /// Input nodes that the conversation had not seen, in order.
        public let newInput: [PathNode]
        /// Input nodes behind a branching point that repeat known messages.
        public let copied: [PathNode]
        /// What the model answered, in order.
        public let newOutput: [PathNode]
        /// How many input messages came before the new and copied ones.
        public let knownCount: Int
    }

    private var seenNodes: Set<NodeID> = []
    private var seenContents: Set<ContentID> = []
    private var tips: Set<NodeID> = []
    private var inputs: Set<NodeID> = []

    /// A conversation in which nothing was said yet.
    public init() {}

    /// Takes a call of an earlier trace of the same conversation into account without making a step of it.
    public mutating func remember(_ call: ModelCall, path: (NodeID) throws -> PathNode?) rethrows {
        _ = try add(call, path: path)
    }

    /// The next call in time. `path` answers a node by its id; each node of the conversation is asked for once.
    public mutating func add(_ call: ModelCall, path: (NodeID) throws -> PathNode?) rethrows -> Step {
        let behind = try unseen(upTo: call.input, path: path)
        let base = behind.first.map(\.parent) ?? call.input ?? .root
        let origin = origin(of: call, base: base, isKnown: behind.isEmpty)
        var fresh = behind
        var copied: [PathNode] = []
        if case .branch = origin { (fresh, copied) = split(behind) }
        if case .root = origin, !tips.isEmpty { (fresh, copied) = split(behind) }
        learn(behind)
        let answer = try unseen(upTo: call.output, path: path)
        learn(answer)
        for tip in [call.input, call.output] { if let tip { tips.insert(tip) } }
        if let input = call.input { inputs.insert(input) }
        return Step(
            call: call, origin: origin, newInput: fresh, copied: copied, newOutput: answer,
            knownCount: behind.first.map { $0.depth - 1 } ?? 0)
    }

    private func origin(of call: ModelCall, base: NodeID, isKnown: Bool) -> Origin {
        guard let input = call.input else { return .unknown }
        if isKnown, inputs.contains(input) { return .retry(of: input) }
        if base == .root { return .root }
        return tips.contains(base) ? .continuation(of: base) : .branch(from: base)
    }

    /// From the node upwards until something known, turned round.
    private func unseen(upTo node: NodeID?, path: (NodeID) throws -> PathNode?) rethrows -> [PathNode] {
        var found: [PathNode] = []
        var next = node
        while let id = next, id != .root, !seenNodes.contains(id), let step = try path(id) {
            found.append(step)
            next = step.parent
        }
        return found.reversed()
    }

    private func split(_ nodes: [PathNode]) -> (fresh: [PathNode], copied: [PathNode]) {
        (
            nodes.filter { !seenContents.contains($0.content) },
            nodes.filter { seenContents.contains($0.content) }
        )
    }

    private mutating func learn(_ nodes: [PathNode]) {
        for node in nodes {
            seenNodes.insert(node.id)
            seenContents.insert(node.content)
        }
    }
}
