import HindcastBytes
import HindcastModel
import HindcastStore

/// Turns lists into paths of the tree, touching only what it has not seen.
///
/// Each prefix of a list has a chain key, folded from the raw keys of its elements. A call that goes on from an earlier
/// one finds its longest known prefix under that key, so of sixty messages the two new ones are read, put into
/// canonical form and hashed. What is new goes into the batch; what the store made of it is learned after the commit.
struct Interner {
    private var nodes: GenerationalCache<RawKey, NodeID>
    private var contents: GenerationalCache<RawKey, ContentList<ContentID>>
    private var pendingNodes: [RawKey: NodeReference] = [:]
    private var pendingContents: [RawKey: ContentList<ContentReference>] = [:]

    /// Where a path ends: the node, and the chain key from which a longer path can go on.
    struct End {
        let node: NodeReference
        let chain: RawKey
    }

    init(entriesMax: Int = IngestLimits.internerEntriesMax) {
        nodes = GenerationalCache(generationMax: entriesMax)
        contents = GenerationalCache(generationMax: entriesMax)
    }

    /// Adds the path to the batch, from the root or from where another path ended.
    mutating func intern(
        _ path: PathDraft, after start: End? = nil, project: ProjectID, into batch: inout TraceBatch
    ) -> End {
        let origin =
            start ?? End(node: .root, chain: RawHasher.chain(Self.scope(path.kind, project), path.salt))
        var chains: [RawKey] = []
        chains.reserveCapacity(path.keys.count + 1)
        chains.append(origin.chain)
        for key in path.keys { chains.append(RawHasher.chain(chains[chains.count - 1], key)) }

        let count = path.keys.count
        var known = count
        var node = origin.node
        while known > 0 {
            if let found = find(chain: chains[known]) {
                node = found
                break
            }
            known -= 1
        }
        if let chunk = path.chunk, known > 0, (2...PathDraft.chunkElementsMax).contains(count - known) {
            let content = add(chunk(known..<count), path.kind, project: project, to: &batch)
            node = Self.add(content, behind: node, to: &batch)
            pendingNodes[chains[count]] = node
        } else {
            for index in known..<count {
                for content in references(path, index, project: project, into: &batch) {
                    node = Self.add(content, behind: node, to: &batch)
                }
                pendingNodes[chains[index + 1]] = node
            }
        }
        return End(node: node, chain: chains[count])
    }

    /// Adds the path to the batch, for spans that end anywhere on it. Its elements are remembered by their place alone:
    /// a long list would crowd out others for the rare case that one of its elements comes again behind another.
    /// - Returns: for each number of elements from none on, the node where they end.
    mutating func internEach(
        _ path: PathDraft, project: ProjectID, into batch: inout TraceBatch
    ) -> [NodeReference] {
        var chain = RawHasher.chain(Self.scope(path.kind, project), path.salt)
        var ends = [NodeReference.root]
        ends.reserveCapacity(path.keys.count + 1)
        var isKnown = true
        for (index, key) in path.keys.enumerated() {
            chain = RawHasher.chain(chain, key)
            var node = ends[index]
            // Behind an element that is new everything is.
            if isKnown, let found = find(chain: chain) {
                node = found
            } else {
                isKnown = false
                for bytes in path.contents(index) {
                    let content = add(bytes, path.kind, project: project, to: &batch)
                    node = Self.add(content, behind: node, to: &batch)
                }
                pendingNodes[chain] = node
            }
            ends.append(node)
        }
        return ends
    }

    /// Keys say nothing of project and kind, so they are folded in.
    private static func scope(_ kind: ContentDraft.Kind, _ project: ProjectID) -> RawKey {
        RawKey(high: UInt64(kind.rawValue), low: UInt64(bitPattern: project.value))
    }

    private static func add(
        _ content: ContentReference, behind parent: NodeReference, to batch: inout TraceBatch
    ) -> NodeReference {
        batch.nodes.append(NodeDraft(parent: parent, content: content))
        return .batch(batch.nodes.count - 1)
    }

    private func add(
        _ bytes: [UInt8], _ kind: ContentDraft.Kind, project: ProjectID, to batch: inout TraceBatch
    ) -> ContentReference {
        batch.contents.append(ContentDraft(project: project, kind: kind, bytes: bytes))
        return .batch(batch.contents.count - 1)
    }

    private mutating func find(chain: RawKey) -> NodeReference? {
        if let pending = pendingNodes[chain] { return pending }
        return nodes.find(chain).map { .stored($0) }
    }

    private mutating func references(
        _ path: PathDraft, _ index: Int, project: ProjectID, into batch: inout TraceBatch
    ) -> ContentList<ContentReference> {
        let key = RawHasher.chain(Self.scope(path.kind, project), path.keys[index])
        if let pending = pendingContents[key] { return pending }
        if let stored = contents.find(key) { return stored.map { .stored($0) } }
        var found = ContentList<ContentReference>()
        for bytes in path.contents(index) {
            found.append(add(bytes, path.kind, project: project, to: &batch))
        }
        pendingContents[key] = found
        return found
    }

    /// After the commit: remembers the ids that the store gave.
    mutating func learn(_ receipt: AppendReceipt) {
        for (chain, reference) in pendingNodes {
            switch reference {
            case .stored(let id): nodes.insert(id, for: chain)
            case .batch(let index): nodes.insert(receipt.nodes[index], for: chain)
            }
        }
        for (key, list) in pendingContents {
            contents.insert(
                list.map { reference in
                    switch reference {
                    case .stored(let id): id
                    case .batch(let index): receipt.contents[index]
                    }
                }, for: key)
        }
        discard()
    }

    /// After a failed commit: what was pending never came to be.
    mutating func discard() {
        pendingNodes.removeAll(keepingCapacity: true)
        pendingContents.removeAll(keepingCapacity: true)
    }

    /// After a deletion: ids may be gone.
    mutating func forgetAll() {
        discard()
        nodes.removeAll()
        contents.removeAll()
    }
}

/// Nearly always one content: kept without an array.
struct ContentList<Reference>: Sequence, IteratorProtocol {
    private var first: Reference?
    private var rest: [Reference] = []

    mutating func append(_ reference: Reference) {
        if first == nil { first = reference } else { rest.append(reference) }
    }

    mutating func next() -> Reference? {
        defer { first = rest.isEmpty ? nil : rest.removeFirst() }
        return first
    }

    func map<Other>(_ transform: (Reference) -> Other) -> ContentList<Other> {
        var result = ContentList<Other>()
        result.first = first.map(transform)
        result.rest = rest.map(transform)
        return result
    }
}
