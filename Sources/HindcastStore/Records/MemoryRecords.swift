public import HindcastModel

/// Memories with their ledgers, their vectors, and what is made of all of them.
public protocol MemoryRecords: Sendable {
    func memories(_ ids: [RecordID], project: ProjectID) async throws(StoreError) -> [RecordID: Memory]

    /// Newest first; what was made at one time, by id.
    func memories(_ query: MemoryQuery, project: ProjectID) async throws(StoreError) -> Page<Memory>

    /// Those that are not retired.
    func memoryCount(_ project: ProjectID) async throws(StoreError) -> Int

    /// Stores memories with the ledgers they bring (`NewMemory.wholeLedger`).
    /// - Returns: the ids of those that are new; known ids are left as they are.
    func insertMemories(_ memories: [NewMemory]) async throws(StoreError) -> Set<RecordID>

    /// Changes anything but id, project and value, in one transaction. A changed task drops the vectors it had.
    /// - Parameter vector: takes the place of that of its model; nil for none.
    /// - Returns: the memory as it is now; nil when unknown.
    func updateMemory(
        _ id: RecordID, project: ProjectID, vector: MemoryVector?,
        _ change: @escaping @Sendable (inout Memory) -> Void
    ) async throws(StoreError) -> Memory?

    /// Puts the value of a memory at `q`, with an entry in its ledger. Nil when unknown.
    func setValue(
        of id: RecordID, to q: Double, author: Author, at time: Timestamp, project: ProjectID
    ) async throws(StoreError) -> QChange?

    /// Takes back one entry of cause `review`: the value becomes what the others make. Nil when it is unknown, another
    /// cause's, or taken back already.
    func undo(
        change: Int64, of id: RecordID, author: Author, at time: Timestamp, project: ProjectID
    ) async throws(StoreError) -> QChange?

    /// Oldest first.
    /// - Parameter after: the id of the last entry of an earlier page.
    func history(
        of id: RecordID, after: Int64?, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [QChange]

    /// Deletes a memory with its ledger. False when unknown.
    func deleteMemory(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool

    // MARK: Vectors

    /// A page of what an index is made of, in a steady order; retired memories are left out.
    /// - Parameter after: the `place` of the last one of an earlier page.
    func indexedMemories(
        model: String, after: Int64?, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [IndexedMemory]

    /// Memories, retired ones too, that have no vector of a model.
    func unvectoredMemories(
        model: String, limit: Int, project: ProjectID
    ) async throws(StoreError) -> [Memory]

    /// Keeps vectors beside those of other models; memories that are unknown are left out.
    func setVectors(_ vectors: [RecordID: MemoryVector], project: ProjectID) async throws(StoreError)

    /// Drops the vectors of all models but one. Returns how many.
    @discardableResult
    func dropVectors(except model: String, project: ProjectID) async throws(StoreError) -> Int

    /// What a model learned from a project's texts, under the model's name; the last one stored.
    func learnedModel(_ project: ProjectID) async throws(StoreError) -> LearnedModel?
    func setLearnedModel(_ model: LearnedModel, project: ProjectID) async throws(StoreError)

    // MARK: Skill

    func skill(_ project: ProjectID) async throws(StoreError) -> Skill?
    /// Stores a guide that says something else than the stored one, as the next version.
    /// - Returns: the stored one.
    func setSkill(_ content: String, at time: Timestamp, project: ProjectID) async throws(StoreError) -> Skill
}

/// A memory as it is first stored.
public struct NewMemory: Sendable {
    public var memory: Memory
    public var vector: MemoryVector?
    /// Of an import; their ids and memory do not count. A run may move the memory in it once.
    public var ledger: [QChange]

    public init(_ memory: Memory, vector: MemoryVector? = nil, ledger: [QChange] = []) {
        self.memory = memory
        self.vector = vector
        self.ledger = ledger
    }

    /// The ledger as it is stored, which always makes the memory's value: where the one it brings does not, or where
    /// it brings none, a `set` to `q` ends it.
    public var wholeLedger: [QChange] {
        let start = ledger.first?.before ?? memory.q
        let made = QChange.folded(ledger, from: start)
        if !ledger.isEmpty, made == memory.q { return ledger }
        let set = QChange(
            memory: memory.id, cause: .set, before: made, after: memory.q, author: memory.author,
            time: memory.updated)
        return ledger + [set]
    }
}

/// Which memories are listed.
public struct MemoryQuery: Sendable {
    /// Words that task or lesson contain (`MemoryWords`); nil lists all. There is no index for it: memories are looked
    /// through, newest first, until the page is full.
    public var text: String?
    public var includesRetired: Bool
    public var limit: Int
    /// From an earlier page.
    public var cursor: String?

    public init(text: String? = nil, includesRetired: Bool = false, limit: Int = 50, cursor: String? = nil) {
        self.text = text
        self.includesRetired = includesRetired
        self.limit = limit
        self.cursor = cursor
    }
}

/// What an index knows of a memory: its value is read from its row, and so never stale.
public struct IndexedMemory: Sendable, Equatable {
    /// Where it stands among `indexedMemories`.
    public var place: Int64
    public var id: RecordID
    public var intent: RecordID
    public var created: Timestamp
    public var vector: MemoryVector

    public init(place: Int64, id: RecordID, intent: RecordID, created: Timestamp, vector: MemoryVector) {
        self.place = place
        self.id = id
        self.intent = intent
        self.created = created
        self.vector = vector
    }
}

/// What a model learned from the texts of a project.
public struct LearnedModel: Sendable, Equatable {
    /// The whole name of its vectors' model.
    public var name: String
    public var state: [UInt8]
    /// Of how many texts.
    public var textCount: Int

    public init(name: String, state: [UInt8], textCount: Int) {
        self.name = name
        self.state = state
        self.textCount = textCount
    }
}
