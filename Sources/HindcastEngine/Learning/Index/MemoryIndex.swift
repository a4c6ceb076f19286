import HindcastModel
import HindcastStore
import Synchronization

/// The vectors of the projects that were asked last.
final class MemoryIndex: Sendable {
    private struct State {
        var indices: [ProjectID: ProjectIndex] = [:]
        /// Oldest use first.
        var order: [ProjectID] = []
        /// Those that must not be let go, since their vectors are being renewed.
        var held: Set<ProjectID> = []
    }

    private let records: any MemoryRecords
    private let embedders: [any Embedder]
    private let state = Mutex(State())

    /// - Parameter embedders: the wanted one first.
    init(records: any MemoryRecords, embedders: [any Embedder]) {
        self.records = records
        self.embedders = embedders
    }

    /// The index of a project; may not be loaded yet.
    func of(_ project: ProjectID) -> ProjectIndex {
        state.withLock { state in
            state.order.removeAll { $0 == project }
            state.order.append(project)
            if let known = state.indices[project] { return known }
            let index = ProjectIndex(project: project, records: records, embedders: embedders)
            state.indices[project] = index
            Self.letGo(&state)
            return index
        }
    }

    /// The index of a project if it is in memory: only then there is something to be kept up to date.
    func held(of project: ProjectID) -> ProjectIndex? { state.withLock { $0.indices[project] } }

    func hold(_ project: ProjectID, _ isHeld: Bool) {
        state.withLock { state in
            if isHeld { state.held.insert(project) } else { state.held.remove(project) }
        }
    }

    /// Lets go what was not asked for the longest time, until the rest is within its bounds.
    private static func letGo(_ state: inout State) {
        var sum = state.indices.values.reduce(0) { $0 + $1.heldCount.load(ordering: .relaxed) }
        for project in state.order.dropLast() where !state.held.contains(project) {
            guard
                sum > LearningLimits.indexedMemoriesMax
                    || state.indices.count > LearningLimits.indexedProjectsMax
            else { break }
            sum -= state.indices[project]?.heldCount.load(ordering: .relaxed) ?? 0
            state.indices[project] = nil
        }
        let kept = state.indices
        state.order.removeAll { kept[$0] == nil }
    }
}
