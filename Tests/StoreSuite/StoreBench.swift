public import HindcastModel
public import HindcastStore
import Synchronization
import TestKit

/// A store and a project in it.
public final class StoreBench: Sendable {
    private let opened: Mutex<any TraceStore & RecordStore>
    public let project: ProjectID
    let folder = StoreTempFolder()
    private let factory: any StoreFactory

    init(_ factory: any StoreFactory) async throws {
        self.factory = factory
        let store = try await factory.open(folder.file("data"))
        opened = Mutex(store)
        project = try await store.ensureProject(named: "suite", at: StoreBatchMaker.time(0)).id
    }

    /// The store as it is open now: another one after `reopen`.
    public var store: any TraceStore & RecordStore { opened.withLock { $0 } }

    /// Closes the store and opens it again.
    func reopen() async throws {
        await store.close()
        let reopened = try await factory.open(folder.file("data"))
        opened.withLock { $0 = reopened }
    }

    func open(_ path: String) async throws -> any TraceStore & RecordStore { try await factory.open(path) }

    func maker() -> StoreBatchMaker { StoreBatchMaker(project) }

    /// Appends one batch.
    @discardableResult
    func append(_ fill: (inout StoreBatchMaker) -> Void) async throws -> AppendReceipt {
        var maker = maker()
        fill(&maker)
        return try await store.append(maker.batch)
    }

    func trace(_ number: UInt64) async throws -> TraceSummary {
        try await unwrap(store.trace(StoreBatchMaker.trace(number), project: project), "trace \(number)")
    }

    func spans(_ number: UInt64) async throws -> [SpanSummary] {
        try await store.spans(of: StoreBatchMaker.trace(number), project: project, window: nil)
    }

    func list(_ filter: TraceFilter? = nil) async throws -> [UInt64] {
        try await store.traces(TraceQuery(filter: filter), project: project).items.map(\.id.low)
    }

    func hits(_ text: String) async throws -> [SearchHit] {
        try await store.waitForIndex()
        return try await store.search(SearchQuery(text: text), project: project).items
    }
}
