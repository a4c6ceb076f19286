import HindcastModel
import HindcastStore

/// Sees in the background that every memory has a vector of the model that is wanted, a project at a time.
actor VectorRenewal {
    private let index: MemoryIndex
    private let records: any MemoryRecords
    private let wanted: any Embedder
    /// Those in which people change memories of a project.
    private let turns: Turns<ProjectID>
    private var line: [ProjectID] = []
    private var work: Task<Void, Never>?
    /// Projects that failed, and until when they are left alone.
    private var resting: [ProjectID: ContinuousClock.Instant] = [:]
    private var isClosed = false

    init(index: MemoryIndex, records: any MemoryRecords, wanted: any Embedder, turns: Turns<ProjectID>) {
        self.index = index
        self.records = records
        self.wanted = wanted
        self.turns = turns
    }

    /// Looks whether there is something to do for a project, and does it in the background.
    func look(at project: ProjectID) async {
        guard await index.of(project).need != .nothing, !isClosed, !line.contains(project) else { return }
        if let rest = resting[project], rest > .now { return }
        resting[project] = nil
        line.append(project)
        if work == nil { work = Task { await self.run() } }
    }

    /// Waits until nothing is left to do.
    func settled() async {
        while let work { await work.value }
    }

    func close() async {
        isClosed = true
        work?.cancel()
        await settled()
    }

    /// The project that is worked on stays first in the line, so that it is not put there twice.
    private func run() async {
        while let project = line.first, !isClosed {
            index.hold(project, true)
            do {
                try await renew(project)
            } catch {
                resting[project] = .now + .milliseconds(LearningLimits.renewalRetryMilliseconds)
            }
            index.hold(project, false)
            line.removeFirst()
        }
        line = []
        work = nil
    }

    private func renew(_ project: ProjectID) async throws {
        let held = index.of(project)
        _ = try await held.ready()
        while !Task.isCancelled {
            switch await held.need {
            case .nothing: return
            case .missing: try await fillUp(held)
            case .renewal: try await replace(held)
            }
        }
    }

    /// Vectors of the new model for all, then the change, then the old ones go. Whatever interrupts this leaves the old
    /// ones complete and in use.
    private func replace(_ held: ProjectIndex) async throws {
        let project = held.project
        let texts = try await texts(of: project)
        let space = VectorSpace(wanted, state: wanted.learn(from: texts), textCount: await held.count)
        while try await vectorise(project, space, nil) { try Task.checkCancellation() }
        try await records.setLearnedModel(space.learned, project: project)
        try await held.goOver(to: space)
        try await records.dropVectors(except: space.name, project: project)
    }

    /// What came with vectors of another model, or with none.
    private func fillUp(_ held: ProjectIndex) async throws {
        let space = await held.space
        await held.willFillUp()
        do {
            while try await vectorise(held.project, space, held) { try Task.checkCancellation() }
            if await held.count > 0, try await records.learnedModel(held.project)?.name != space.name {
                try await records.setLearnedModel(space.learned, project: held.project)
            }
        } catch {
            await held.didNotFillUp()
            throw error
        }
    }

    /// Makes some of the vectors that a space is missing.
    /// - Parameter held: what is to be told of them.
    /// - Returns: false when none is missing.
    private func vectorise(
        _ project: ProjectID, _ space: VectorSpace, _ held: ProjectIndex?
    ) async throws -> Bool {
        let missing = try await records.unvectoredMemories(
            model: space.name, limit: LearningLimits.embeddedTextsMax, project: project)
        guard !missing.isEmpty else { return false }
        let vectors = try await space.vectors(of: missing.map(\.task))
        let records = records
        try await Learning.inTurn(turns, project) {
            // A task that was changed meanwhile has its vector already, or gets it in the next round.
            let current = try await records.memories(missing.map(\.id), project: project)
            let made = zip(missing, vectors).filter { current[$0.0.id]?.task == $0.0.task }
            let byID = Dictionary(made.map { ($0.0.id, $0.1) }) { first, _ in first }
            try await records.setVectors(byID, project: project)
            await held?.apply(made.compactMap { one in current[one.0.id].map { .kept($0, one.1) } })
        }
        return true
    }

    /// The tasks that a model learns from, newest first.
    private func texts(of project: ProjectID) async throws(StoreError) -> [String] {
        guard wanted.learn(from: []) != nil else { return [] }
        var texts: [String] = []
        var cursor: String?
        repeat {
            let page = try await records.memories(
                MemoryQuery(limit: LearningLimits.indexPage, cursor: cursor), project: project)
            texts += page.items.map { $0.task.clipped(bytesMax: LearningLimits.embeddedBytesMax) }
            cursor = page.next
        } while cursor != nil && texts.count < LearningLimits.fittedTextsMax
        return texts
    }
}
