public import HindcastModel
public import HindcastStore
import TestKit

/// One promise of the storage ports, tried on whatever engine a factory opens.
public struct StoreCase: Sendable, CustomStringConvertible {
    public let caption: String
    let body: @Sendable (StoreBench) async throws -> Void

    init(_ caption: String, _ body: @escaping @Sendable (StoreBench) async throws -> Void) {
        self.caption = caption
        self.body = body
    }

    public var description: String { caption }

    /// Runs the case on a new store and then asks the store itself whether it is sound.
    public func run(on factory: any StoreFactory) async throws {
        let bench = try await StoreBench(factory)
        do {
            try await body(bench)
            let problems = try await bench.store.check { _ in }
            try expect(problems.isEmpty, "the store finds itself unsound: \(problems)")
        } catch {
            await bench.store.close()
            throw error
        }
        await bench.store.close()
    }
}

/// Opens stores of one engine.
public protocol StoreFactory: Sendable {
    /// Opens the store in a folder, making it when there is none.
    func open(_ folder: String) async throws -> any TraceStore & RecordStore
}

/// A store and a project in it.
public final class StoreBench: @unchecked Sendable {
    // Unchecked: a case is one task; nothing else sees its bench.
    public private(set) var store: any TraceStore & RecordStore
    public let project: ProjectID
    let folder = StoreTempFolder()
    private let factory: any StoreFactory

    init(_ factory: any StoreFactory) async throws {
        self.factory = factory
        store = try await factory.open(folder.file("data"))
        project = try await store.ensureProject(named: "suite", at: StoreBatchMaker.time(0)).id
    }

    /// Closes the store and opens it again.
    func reopen() async throws {
        await store.close()
        store = try await factory.open(folder.file("data"))
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

/// What a case found wrong.
public struct CaseFailure: Error, CustomStringConvertible {
    public let description: String
}

func expect(_ condition: Bool, _ what: @autoclosure () -> String, line: Int = #line) throws {
    if !condition { throw CaseFailure(description: "line \(line): \(what())") }
}

func expectEqual<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String = "", line: Int = #line) throws {
    if found != wanted { throw CaseFailure(description: "line \(line): \(what) found \(found), wanted \(wanted)") }
}

func unwrap<Value>(_ value: Value?, _ what: String, line: Int = #line) throws -> Value {
    guard let value else { throw CaseFailure(description: "line \(line): \(what) is missing") }
    return value
}

func expectError(
    _ what: String, line: Int = #line, _ body: () async throws -> Void, is isRight: (StoreError) -> Bool
) async throws {
    do {
        try await body()
    } catch let error as StoreError {
        if !isRight(error) { throw CaseFailure(description: "line \(line): \(what): wrong error \(error)") }
        return
    }
    throw CaseFailure(description: "line \(line): \(what): no error")
}
