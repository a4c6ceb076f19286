import HindcastModel
import HindcastStore
import Synchronization

/// The vectors of one project, read from the store when they are first asked for and kept up to date after commits.
///
/// They are always all of one model. When another one is wanted, its vectors are made beside them; only when all are
/// there does the index go over to them.
actor ProjectIndex {
    /// What a commit changed.
    enum Change: Sendable {
        /// A memory that is new or was changed. Without a vector it keeps the one it has.
        case kept(Memory, MemoryVector?)
        /// Deleted, or retired.
        case gone(RecordID)
    }

    let project: ProjectID
    private let records: any MemoryRecords
    private let embedders: [any Embedder]
    /// How many vectors it holds, for whoever keeps the balance of all projects.
    nonisolated let heldCount = Atomic<Int>(0)

    private var home: VectorSpace
    private var table: IndexTable
    private var isLoaded = false
    private var loading: Task<Void, any Error>?
    /// What was changed while a table is being read, to be done to it as well.
    private var meanwhile: [Change]?
    /// Whether some memories may have no vector of this space: known only by looking.
    private var mayMissSome = true

    init(project: ProjectID, records: any MemoryRecords, embedders: [any Embedder]) {
        self.project = project
        self.records = records
        self.embedders = embedders
        home = VectorSpace(embedders[0], state: nil, textCount: 0)
        table = IndexTable(model: home.name)
    }

    /// The space of its vectors.
    var space: VectorSpace {
        var space = home
        space.dimension = table.count > 0 ? table.dimension : nil
        return space
    }

    var count: Int { table.count }

    /// The space of its vectors, when they are there.
    func ready() async throws(StoreError) -> VectorSpace {
        while !isLoaded {
            let task = loading ?? Task { try await self.load() }
            loading = task
            do {
                try await task.value
            } catch {
                loading = nil
                throw error as? StoreError ?? .engine("\(error)")
            }
        }
        return space
    }

    private func load() async throws(StoreError) {
        let learned = try await records.learnedModel(project)
        try await goOver(to: VectorSpace(of: learned, among: embedders))
    }

    /// Reads the vectors of a space and takes them in place of those it has.
    func goOver(to space: VectorSpace) async throws(StoreError) {
        meanwhile = []
        defer { meanwhile = nil }
        var table = IndexTable(model: space.name)
        var after: Int64?
        repeat {
            let page = try await records.indexedMemories(
                model: space.name, after: after, limit: LearningLimits.indexPage, project: project)
            for memory in page { table.insert(IndexTable.Row(memory), memory.vector) }
            after = page.last?.place
        } while after != nil
        for change in meanwhile ?? [] { apply(change, to: &table) }
        self.table = table
        home = space
        mayMissSome = true
        isLoaded = true
        heldCount.store(table.count, ordering: .relaxed)
    }

    /// Does what a commit did.
    func apply(_ changes: [Change]) {
        meanwhile?.append(contentsOf: changes)
        guard isLoaded else { return }
        for change in changes { apply(change, to: &table) }
        heldCount.store(table.count, ordering: .relaxed)
    }

    private func apply(_ change: Change, to table: inout IndexTable) {
        switch change {
        case .gone(let id): table.remove(id)
        case .kept(let memory, let vector):
            if memory.retired != nil {
                table.remove(memory.id)
            } else if let vector, table.insert(IndexTable.Row(memory), vector) {
                return
            } else if vector != nil || !table.update(IndexTable.Row(memory)) {
                mayMissSome = true
            }
        }
    }

    // MARK: Finding

    /// Nil when the index went over to another space meanwhile.
    func nearest(
        to vector: MemoryVector, count: Int, similarityMin: Double
    ) -> [RankingCandidate]? {
        guard vector.model == space.name else { return nil }
        return table.nearest(to: vector, count: count, similarityMin: similarityMin)
    }

    /// Nil when the index went over to another space meanwhile.
    func nearestTasks(
        to vector: MemoryVector, count: Int, similarityMin: Double
    ) -> [RankingCandidate]? {
        guard vector.model == space.name else { return nil }
        return table.nearestTasks(to: vector, count: count, similarityMin: similarityMin)
    }

    func vectors(of ids: [RecordID]) -> [RecordID: MemoryVector] {
        var found: [RecordID: MemoryVector] = [:]
        for id in ids { found[id] = table.vector(of: id) }
        return found
    }

    // MARK: Care

    /// What there is to do so that all memories have vectors of the model that is wanted.
    enum Need: Sendable, Equatable { case nothing, missing, renewal }

    var need: Need {
        guard isLoaded else { return .nothing }
        let wanted = embedders[0]
        if space.embedder.name != wanted.name { return .renewal }
        // What the store remembers may be of a version that nobody here can read; then this space is still empty.
        let grown = max(LearningLimits.fittedTextsMin, 2 * space.textCount)
        if table.count >= grown, wanted.learn(from: []) != nil { return .renewal }
        return mayMissSome ? .missing : .nothing
    }

    /// Called before looking for what is missing, so that what goes missing while looking is not forgotten.
    func willFillUp() { mayMissSome = false }
    func didNotFillUp() { mayMissSome = true }
}
