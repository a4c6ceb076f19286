import HindcastJSON
import HindcastModel
import HindcastStore

/// Makes a memory of a review: reads the run, has the lesson written, decides what moves, and stores all of it.
struct ReviewWork: Sendable {
    let records: any RecordStore
    let reading: RunReading
    let lessons: any LessonWriter
    let index: MemoryIndex
    let renewal: VectorRenewal

    /// A review with all that its memory needs but for the vector.
    struct Prepared: Sendable {
        var learned: LearnedReview
        let settings: LearningSettings
    }

    /// - Parameter former: the memory that the review made before it was corrected.
    /// - Returns: nil when the run is gone.
    func prepare(
        _ review: Review, isCorrection: Bool = false, former: Memory? = nil
    ) async throws(LearningError) -> Prepared? {
        do {
            let (trace, project) = (review.trace, review.project)
            let stored = try await records.attempt(of: trace, project: project)?.attempt
            guard let run = try await reading.read(trace, project: project, stored: stored) else {
                return nil
            }
            let settings = try await records.learningSettings(project)
            var learned = LearnedReview(review: review, attempt: run.isDerived ? run.attempt : nil)
            learned.isCorrection = isCorrection
            let lesson = try await lesson(for: review, run, former: former)
            // A memory that was deleted does not come back with a correction.
            if !isCorrection || former != nil {
                learned.memory = memory(of: review, run, lesson, former: former, settings)
            }
            try await credit(run, settings, to: &learned)
            learned.review.state = .completed
            learned.review.attempts = max(1, review.attempts)
            learned.review.lastError = nil
            learned.review.memory = learned.memory?.id ?? review.memory
            return Prepared(learned: learned, settings: settings)
        } catch {
            throw LearningError(error)
        }
    }

    /// What its author wrote, also when they wrote it into the memory since; else what the house makes of the run.
    private func lesson(
        for review: Review, _ run: RunReading.Reading, former: Memory?
    ) async throws(LessonError) -> Lesson {
        if let lesson = review.lesson { return lesson }
        if let former, former.lesson.generator == Lesson.author { return former.lesson }
        var reviewed = ReviewedRun(
            task: run.attempt.task, verdict: review.verdict, feedback: review.feedback,
            messages: run.content.messages)
        reviewed.tools = run.evidence.tools
        reviewed.errors = run.evidence.errors
        reviewed.finalResponse = run.attempt.finalResponse ?? run.evidence.finalResponse
        return try await lessons.lesson(for: reviewed)
    }

    private func memory(
        of review: Review, _ run: RunReading.Reading, _ lesson: Lesson, former: Memory?,
        _ settings: LearningSettings
    ) -> Memory {
        if var memory = former {
            memory.lesson = lesson
            memory.verdict = review.verdict
            memory.updated = review.created
            return memory
        }
        var memory = Memory(
            id: .random(), project: review.project, task: run.attempt.task, lesson: lesson,
            verdict: review.verdict, q: settings.startValue, author: review.author, created: review.created)
        memory.trace = review.trace
        memory.toolsUsed = run.evidence.tools
        memory.metadata = run.content.metadata
        return memory
    }

    // MARK: Storing

    /// Stores reviews in one transaction and tells the index.
    /// - Returns: an answer for each; nil for a run that is gone.
    func store(_ prepared: [Prepared]) async throws(LearningError) -> [LearningReceipt?] {
        do {
            var learned = prepared.map(\.learned)
            let fresh = learned.indices.filter { !learned[$0].isCorrection && learned[$0].memory != nil }
            for (project, members) in Dictionary(grouping: fresh, by: { learned[$0].review.project }) {
                let space = try await index.of(project).ready()
                let vectors = try await space.vectors(of: members.map { learned[$0].memory?.task ?? "" })
                for (member, vector) in zip(members, vectors) { learned[member].vector = vector }
                if let settings = prepared[members[0]].memrl {
                    try await assignTasks(members, of: &learned, settings.memrl, project)
                }
            }
            let receipts = try await records.learn(learned)
            await tellIndex(learned, receipts)
            return receipts
        } catch {
            throw LearningError(error)
        }
    }

    /// By the policy `memrl` a memory whose task is nearly one that is known belongs to that one; a batch may bring
    /// both.
    private func assignTasks(
        _ members: [Int], of learned: inout [LearnedReview], _ constants: MemRLConstants, _ project: ProjectID
    ) async throws(StoreError) {
        var batch = IndexTable(model: learned[members[0]].vector?.model ?? "")
        for member in members {
            guard var memory = learned[member].memory, let vector = learned[member].vector else { continue }
            let stored = await index.of(project).nearest(
                to: vector, count: 1, similarityMin: constants.sameTaskSimilarity)
            let near =
                (stored ?? [])
                + batch.nearest(to: vector, count: 1, similarityMin: constants.sameTaskSimilarity)
            memory.intent = near.min { $0.isMoreSimilar(than: $1) }?.intent ?? memory.id
            learned[member].memory = memory
            batch.insert(IndexTable.Row(memory), vector)
        }
    }

    private func tellIndex(_ learned: [LearnedReview], _ receipts: [LearningReceipt?]) async {
        var changes: [ProjectID: [ProjectIndex.Change]] = [:]
        for (one, receipt) in zip(learned, receipts) {
            // Another review of the same run may have been quicker; then this memory was not stored.
            guard let memory = one.memory, receipt?.review.memory == memory.id, !one.isCorrection else {
                continue
            }
            changes[memory.project, default: []].append(.kept(memory, one.vector))
        }
        for (project, changes) in changes {
            await index.held(of: project)?.apply(changes)
            await renewal.look(at: project)
        }
    }
}

extension ReviewWork.Prepared {
    /// The settings, if the policy is `memrl`.
    fileprivate var memrl: LearningSettings? { settings.policy == .memrl ? settings : nil }
}
