import HindcastModel
import HindcastStore
import HindcastStoreSQLite
import TestKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("A folder that cannot be used is refused with one clear sentence")
struct RefusalTests {
    private let folder = StoreTempFolder()
    private var data: String { folder.file("data") }

    private func refusal(_ access: SQLiteStoreOptions.Access = .serve) async -> StoreError? {
        do throws(StoreError) {
            let store = try SQLiteStore.open(folder: data, options: SQLiteStoreOptions(access: access))
            await store.close()
            return nil
        } catch {
            return error
        }
    }

    private func makeStore() async throws {
        let store = try SQLiteStore.open(folder: data)
        var maker = StoreBatchMaker(try await store.ensureProject(named: "p", at: StoreBatchMaker.time(0)).id)
        maker.call(1, 1, ["question", "answer"])
        _ = try await store.append(maker.batch)
        await store.close()
    }

    @Test("A folder in use is refused, and the refusal names who uses it")
    func locked() async throws {
        let store = try SQLiteStore.open(folder: data)
        store.announce(url: "http://127.0.0.1:8000")
        guard case .locked(let sentence)? = await refusal() else { throw Failure() }
        #expect(sentence.contains("\(getpid())") && sentence.contains("http://127.0.0.1:8000"))
        await store.close()
        #expect(await refusal() == nil)
    }

    @Test("A file where the folder should be is refused")
    func file() async throws {
        StoreTempFolder.write([1, 2, 3], to: data)
        guard case .corrupt? = await refusal() else { throw Failure() }
        #expect(StoreTempFolder.read(data) == [1, 2, 3])
    }

    @Test("A database that is no database is refused and left as it is")
    func garbage() async throws {
        try await makeStore()
        let bytes = [UInt8](repeating: 0x41, count: 100_000)
        StoreTempFolder.write(bytes, to: data + "/hindcast.sqlite")
        for access in [SQLiteStoreOptions.Access.serve, .share, .read] {
            guard case .corrupt? = await refusal(access) else { throw Failure() }
        }
        #expect(StoreTempFolder.read(data + "/hindcast.sqlite") == bytes)
    }

    @Test("A database with a damaged page is refused")
    func damagedPage() async throws {
        try await makeStore()
        var bytes = StoreTempFolder.read(data + "/hindcast.sqlite")
        for index in 4096..<min(8192 * 3, bytes.count) { bytes[index] = 0x5a }
        StoreTempFolder.write(bytes, to: data + "/hindcast.sqlite")
        guard case .corrupt? = await refusal() else { throw Failure() }
    }

    @Test("A store cut off in the middle is refused")
    func truncated() async throws {
        try await makeStore()
        let bytes = StoreTempFolder.read(data + "/hindcast.sqlite")
        StoreTempFolder.write(Array(bytes.prefix(bytes.count / 2)), to: data + "/hindcast.sqlite")
        guard case .corrupt? = await refusal() else { throw Failure() }
    }

    @Test("A folder that lost its database is refused, never silently made anew")
    func lostDatabase() async throws {
        try await makeStore()
        StoreTempFolder.remove(data + "/hindcast.sqlite")
        guard case .corrupt(let sentence)? = await refusal() else { throw Failure() }
        #expect(sentence.contains("no database"))
        #expect(StoreTempFolder.read(data + "/hindcast.sqlite").isEmpty)
    }

    @Test("A folder without a store is refused by whoever does not serve it")
    func missing() async throws {
        for access in [SQLiteStoreOptions.Access.share, .read] {
            guard case .corrupt? = await refusal(access) else { throw Failure() }
        }
        #expect(!StoreTempFolder.exists(data))
    }

    @Test("A store of a newer version is refused and left as it is")
    func newer() async throws {
        try await makeStore()
        var bytes = StoreTempFolder.read(data + "/hindcast.sqlite")
        bytes[60..<64] = [0, 0, 0x27, 0x0f]
        StoreTempFolder.write(bytes, to: data + "/hindcast.sqlite")
        guard case .newer(let sentence)? = await refusal() else { throw Failure() }
        #expect(sentence.contains("9999"))
        #expect(StoreTempFolder.read(data + "/hindcast.sqlite") == bytes)
    }

    @Test("A second process may add projects and keys beside a running server")
    func share() async throws {
        let server = try SQLiteStore.open(folder: data)
        let other = try SQLiteStore.open(folder: data, options: SQLiteStoreOptions(access: .share))
        let project = try await other.ensureProject(named: "from outside", at: StoreBatchMaker.time(0))
        await other.close()
        #expect(try await server.project(named: "from outside") == project)
        var maker = StoreBatchMaker(project.id)
        maker.call(1, 1, ["a", "b"])
        _ = try await server.append(maker.batch)
        let reader = try SQLiteStore.open(folder: data, options: SQLiteStoreOptions(access: .read))
        #expect(try await reader.traces(TraceQuery(), project: project.id).items.count == 1)
        await #expect(throws: StoreError.self) { _ = try await reader.append(maker.batch) }
        await reader.close()
        await server.close()
    }

    private struct Failure: Error {}
}
