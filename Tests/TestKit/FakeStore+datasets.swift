public import HindcastModel
public import HindcastStore

extension FakeStore {
    public func insertDataset(_ dataset: Dataset) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            if state.datasets.values.contains(where: { Self.same($0, dataset) }) { return false }
            state.datasets[dataset.id] = dataset
            return true
        }
    }

    public func dataset(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Dataset? {
        try await firstDataset { $0.id == id && $0.project == project }
    }

    public func dataset(named name: String, owner: String, project: ProjectID) async throws(StoreError)
        -> Dataset?
    {
        try await firstDataset { $0.name == name && $0.owner.name == owner && $0.project == project }
    }

    public func dataset(ofQuery id: RecordID, project: ProjectID) async throws(StoreError) -> Dataset? {
        try await firstDataset { $0.project == project && $0.queries.contains { $0.id == id } }
    }

    private func firstDataset(_ isWanted: (Dataset) -> Bool) async throws(StoreError) -> Dataset? {
        try locked { state throws(StoreError) in state.datasets.values.first(where: isWanted) }
    }

    public func datasets(_ query: DatasetQuery, project: ProjectID) async throws(StoreError) -> Page<Dataset>
    {
        try locked { state throws(StoreError) in
            let found = state.datasets.values.filter { dataset in
                dataset.project == project && query.owner.map { dataset.owner.name == $0 } ?? true
                    && query.isPublic.map { dataset.isPublic == $0 } ?? true
                    && query.nameContains.map { dataset.name.lowercased().contains($0.lowercased()) } ?? true
            }
            let sorted = found.sorted { ($0.lastPushed, $0.id) > ($1.lastPushed, $1.id) }
            return try Self.page(sorted, limit: query.limit, cursor: query.cursor)
        }
    }

    public func updateDataset(
        _ id: RecordID, project: ProjectID, _ change: @escaping @Sendable (inout Dataset) -> Void
    ) async throws(StoreError) -> Dataset? {
        try locked { state throws(StoreError) in
            guard var changed = state.datasets[id], changed.project == project else { return nil }
            change(&changed)
            state.datasets[id]?.isPublic = changed.isPublic
            state.datasets[id]?.metadata = changed.metadata
            return state.datasets[id]
        }
    }

    public func deleteDataset(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            guard state.datasets[id]?.project == project else { return false }
            state.datasets[id] = nil
            state.conversations = state.conversations.filter { $0.value.dataset != id }
            return true
        }
    }

    public func insertSavedQuery(
        _ query: SavedQuery, dataset: RecordID, project: ProjectID
    ) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            guard let count = state.datasets[dataset]?.queries.count,
                state.datasets[dataset]?.project == project
            else { return false }
            if count >= StoreLimits.savedQueriesMax { throw .refused("The dataset keeps no more queries.") }
            state.datasets[dataset]?.queries.append(query)
            return true
        }
    }

    public func deleteSavedQuery(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            for (key, dataset) in state.datasets where dataset.project == project {
                guard let index = dataset.queries.firstIndex(where: { $0.id == id }) else { continue }
                state.datasets[key]?.queries.remove(at: index)
                return true
            }
            return false
        }
    }
}
