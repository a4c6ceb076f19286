public import HindcastModel
public import HindcastStore
import Synchronization

extension Learning {
    /// The memories that help with a task, best first.
    public func query(
        _ request: MemoryRequest, project: ProjectID
    ) async throws(LearningError) -> [RankedMemory] {
        let search = MemorySearch(
            records: records, index: index.of(project), request: request,
            settings: try await settings(project))
        let found = try await search.ranked { candidates, ranking in
            randomness.withLock { ranking.ranked(candidates, using: &$0) }
        }
        await renewal.look(at: project)
        return found
    }

    /// Nil when unknown.
    public func memory(_ id: RecordID, project: ProjectID) async throws(LearningError) -> Memory? {
        do {
            return try await records.memories([id], project: project)[id]
        } catch {
            throw .store(error)
        }
    }

    /// Newest first.
    public func list(_ query: MemoryQuery, project: ProjectID) async throws(LearningError) -> Page<Memory> {
        do {
            return try await records.memories(query, project: project)
        } catch {
            throw .store(error)
        }
    }

    /// Oldest first.
    /// - Parameter after: the id of the last entry of an earlier page.
    public func history(
        of id: RecordID, after: Int64? = nil, limit: Int = 1000, project: ProjectID
    ) async throws(LearningError) -> [QChange] {
        do {
            return try await records.history(of: id, after: after, limit: limit, project: project)
        } catch {
            throw .store(error)
        }
    }

    // MARK: Values

    /// Puts a memory at a value. Nil when unknown.
    /// - Parameter q: nil takes that of a new memory by the project's policy.
    public func reset(
        _ id: RecordID, to q: Double? = nil, project: ProjectID, author: Author, actor: String
    ) async throws(LearningError) -> QChange? {
        do {
            let value: Double
            if let q { value = q } else { value = try await records.learningSettings(project).startValue }
            let change = try await records.setValue(
                of: id, to: value, author: author, at: now, project: project)
            if change != nil { try await audit("memory.reset", "memory \(id) to \(value)", actor) }
            return change
        } catch {
            throw .store(error)
        }
    }

    /// Takes back what one review moved. Nil when there is nothing (more) to take back.
    public func undo(
        change: Int64, of id: RecordID, project: ProjectID, author: Author, actor: String
    ) async throws(LearningError) -> QChange? {
        do {
            let undone = try await records.undo(
                change: change, of: id, author: author, at: now, project: project)
            if undone != nil { try await audit("memory.undo", "change \(change) of memory \(id)", actor) }
            return undone
        } catch {
            throw .store(error)
        }
    }
}
