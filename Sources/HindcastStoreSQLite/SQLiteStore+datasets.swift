public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func insertDataset(_ dataset: Dataset) async throws(StoreError) -> Bool {
        try await change { writer throws(StoreError) in
            try DatasetTable(connection: writer.connection).insert(dataset) != nil
        }
    }

    public func dataset(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Dataset? {
        try await read { reader throws(StoreError) in
            let table = DatasetTable(connection: reader.connection)
            return try table.load(try table.row(id, project: project))
        }
    }

    public func dataset(
        named name: String, owner: String, project: ProjectID
    ) async throws(StoreError) -> Dataset? {
        try await read { reader throws(StoreError) in
            let table = DatasetTable(connection: reader.connection)
            return try table.load(try table.row(named: name, owner: owner, project: project))
        }
    }

    public func datasets(_ query: DatasetQuery, project: ProjectID) async throws(StoreError) -> Page<Dataset>
    {
        try await read { reader throws(StoreError) in
            try DatasetTable(connection: reader.connection).page(query, project: project)
        }
    }

    public func updateDataset(
        _ id: RecordID, project: ProjectID, _ body: @escaping @Sendable (inout Dataset) -> Void
    ) async throws(StoreError) -> Dataset? {
        try await change { writer throws(StoreError) in
            let table = DatasetTable(connection: writer.connection)
            guard let row = try table.row(id, project: project), var dataset = try table.load(row) else {
                return nil
            }
            body(&dataset)
            try table.update(row, from: dataset)
            return try table.load(row)
        }
    }

    public func deleteDataset(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        try await change { writer throws(StoreError) in
            let table = DatasetTable(connection: writer.connection)
            guard let row = try table.row(id, project: project) else { return false }
            try table.delete(row)
            return true
        }
    }

    public func insertSavedQuery(
        _ query: SavedQuery, dataset: RecordID, project: ProjectID
    ) async throws(StoreError) -> Bool {
        try await change { writer throws(StoreError) in
            guard let row = try DatasetTable(connection: writer.connection).row(dataset, project: project)
            else { return false }
            try SavedQueryTable(connection: writer.connection).insert(query, dataset: row)
            return true
        }
    }

    public func dataset(ofQuery id: RecordID, project: ProjectID) async throws(StoreError) -> Dataset? {
        try await read { reader throws(StoreError) in
            let row = try SavedQueryTable(connection: reader.connection).dataset(of: id, project: project)
            return try DatasetTable(connection: reader.connection).load(row)
        }
    }

    public func deleteSavedQuery(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        try await change { writer throws(StoreError) in
            try SavedQueryTable(connection: writer.connection).delete(id, project: project)
        }
    }
}
