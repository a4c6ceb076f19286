public import HindcastModel
public import HindcastStore

extension Learning {
    /// The memories that help with a task, best first.
    public func query(
        _ request: MemoryRequest, project: ProjectID
    ) async throws(LearningError) -> [RankedMemory] {
        throw .refused("under construction")
    }

    /// Nil when unknown.
    public func memory(_ id: RecordID, project: ProjectID) async throws(LearningError) -> Memory? {
        throw .refused("under construction")
    }

    /// Newest first.
    public func list(_ query: MemoryQuery, project: ProjectID) async throws(LearningError) -> Page<Memory> {
        throw .refused("under construction")
    }

    /// Oldest first.
    /// - Parameter after: the id of the last entry of an earlier page.
    public func history(
        of id: RecordID, after: Int64? = nil, limit: Int = 1000, project: ProjectID
    ) async throws(LearningError) -> [QChange] {
        throw .refused("under construction")
    }

    /// Writes down a memory without a run.
    public func add(
        _ draft: MemoryDraft, project: ProjectID, author: Author
    ) async throws(LearningError) -> Memory {
        throw .refused("under construction")
    }

    /// Nil when unknown.
    public func edit(
        _ id: RecordID, _ edit: MemoryEdit, project: ProjectID
    ) async throws(LearningError) -> Memory? {
        throw .refused("under construction")
    }

    /// Gives a memory to nobody any more; its history stays. Nil when unknown.
    public func retire(
        _ id: RecordID, project: ProjectID, actor: String
    ) async throws(LearningError) -> Memory? {
        throw .refused("under construction")
    }

    /// Takes back a retirement, of a merged memory too. Nil when unknown.
    public func restore(
        _ id: RecordID, project: ProjectID, actor: String
    ) async throws(LearningError) -> Memory? {
        throw .refused("under construction")
    }

    /// Retires memories in favour of one, which takes this lesson; their ledgers stay. Answers the survivor, nil when
    /// one of them is unknown.
    /// - Parameter lesson: nil leaves the survivor its own.
    public func merge(
        _ ids: [RecordID], into survivor: RecordID, lesson: Lesson?, project: ProjectID, actor: String
    ) async throws(LearningError) -> Memory? {
        throw .refused("under construction")
    }

    /// Puts a memory at a value. Nil when unknown.
    /// - Parameter q: nil takes that of a new memory by the project's policy.
    public func reset(
        _ id: RecordID, to q: Double? = nil, project: ProjectID, author: Author, actor: String
    ) async throws(LearningError) -> QChange? {
        throw .refused("under construction")
    }

    /// Takes back what one review moved. Nil when there is nothing (more) to take back.
    public func undo(
        change: Int64, of id: RecordID, project: ProjectID, author: Author, actor: String
    ) async throws(LearningError) -> QChange? {
        throw .refused("under construction")
    }

    /// Deletes a memory with its ledger. False when unknown.
    public func delete(
        _ id: RecordID, project: ProjectID, actor: String
    ) async throws(LearningError) -> Bool {
        throw .refused("under construction")
    }

    /// A page of all memories with their ledgers, each as one line of JSON without its end.
    public func export(
        cursor: String? = nil, limit: Int = 100, project: ProjectID
    ) async throws(LearningError) -> Page<[UInt8]> {
        throw .refused("under construction")
    }

    /// Stores memories that were exported, from lines of JSON.
    /// - Parameter asCopies: gives them new ids, for another project of the same house.
    public func importLines(
        _ lines: [UInt8], asCopies: Bool = false, project: ProjectID, actor: String
    ) async throws(LearningError) -> ImportReceipt {
        throw .refused("under construction")
    }
}
