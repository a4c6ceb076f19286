public import HindcastModel

/// Collections of conversations, and the searches kept with them.
public protocol DatasetRecords: Sendable {
    /// False when the owner has a dataset of that name. Queries of the value are stored with it.
    func insertDataset(_ dataset: Dataset) async throws(StoreError) -> Bool

    func dataset(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Dataset?

    func dataset(named name: String, owner: String, project: ProjectID) async throws(StoreError) -> Dataset?

    /// Latest push first, then by id.
    func datasets(_ query: DatasetQuery, project: ProjectID) async throws(StoreError) -> Page<Dataset>

    /// Changes `isPublic` and `metadata` in place, so that of two changes at once none is lost; the rest stays.
    /// - Parameter change: quick, and without effects of its own: an engine may call it again.
    /// - Returns: the dataset as it is now.
    @discardableResult
    func updateDataset(
        _ id: RecordID, project: ProjectID, _ change: @escaping @Sendable (inout Dataset) -> Void
    ) async throws(StoreError) -> Dataset?

    /// Deletes a dataset with its queries and the records of its conversations. The traces stay: whoever wants them
    /// gone deletes them first (`ConversationRecords.conversations` names them). False when unknown.
    func deleteDataset(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool

    /// False when the dataset is unknown.
    /// - Throws: `refused` when the dataset would have more than `StoreLimits.savedQueriesMax`.
    func insertSavedQuery(
        _ query: SavedQuery, dataset: RecordID, project: ProjectID
    ) async throws(StoreError) -> Bool

    /// The dataset that keeps the query.
    func dataset(ofQuery id: RecordID, project: ProjectID) async throws(StoreError) -> Dataset?

    /// False when unknown.
    func deleteSavedQuery(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool
}
