public import HindcastStore

/// Opens stores of one engine.
public protocol StoreFactory: Sendable {
    /// Opens the store in a folder, making it when there is none.
    func open(_ folder: String) async throws -> any TraceStore & RecordStore
}
