import HindcastStore
import HindcastStoreSQLite
import StoreSuite
import TestKit
import Testing

@Suite("SQLite keeps the storage ports' promises")
struct ConformanceTests {
    private struct Factory: StoreFactory {
        func open(_ folder: String) async throws -> any TraceStore & RecordStore {
            try SQLiteStore.open(folder: folder)
        }
    }

    @Test("Promise", arguments: StoreSuite.cases)
    func promise(_ promise: StoreCase) async throws {
        try await promise.run(on: Factory())
    }

    @Test("The suite has at least sixty promises, no two with the same caption")
    func size() {
        #expect(StoreSuite.cases.count >= 60)
        #expect(Set(StoreSuite.cases.map(\.caption)).count == StoreSuite.cases.count)
    }

    @Test("The in-memory store of the tests keeps the promises about records", arguments: StoreSuite.records)
    func fake(_ promise: StoreCase) async throws {
        try await promise.run(on: FakeFactory())
    }

    /// A folder is opened again as the same store.
    private struct FakeFactory: StoreFactory {
        private let store = FakeStore()

        func open(_ folder: String) async throws -> any TraceStore & RecordStore { store }
    }
}
