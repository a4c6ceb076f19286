import HindcastStore

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
