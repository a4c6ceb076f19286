import HindcastBytes
import HindcastEngine
import HindcastHTTP
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Access")
struct AccessControlTests {
    private let store = FakeStore()
    private let time = ManualTime()

    private func control(_ mode: AccessMode, _ limit: RateLimit? = nil) -> AccessControl {
        AccessControl(mode: mode, records: store, time: time, rateLimit: limit)
    }

    private func administration() -> Administration {
        Administration(traces: store, records: store, editor: QuietStore(store), time: time)
    }

    private func key(_ scopes: Scope..., project: String = "shop") async throws -> (String, KeyRecord) {
        let made = try await administration().createKey(
            project: project, scopes: Set(scopes), label: "ci", actor: "test")
        return (made.key.text, made.record)
    }

    @Test("In open mode anyone is administrator of the project default, whatever key they send")
    func open() async throws {
        let control = control(.open)
        let grant = try await control.grant(key: "anything", needing: .admin, peer: "127.0.0.1")
        #expect(grant.scopes == [.admin])
        #expect(grant == (try await control.grant(key: nil, needing: .read, peer: "127.0.0.1")))
        #expect(try await store.project(named: "default")?.id == grant.project)
    }

    @Test("A key has 43 characters, is stored only as its digest, and no two are alike")
    func keys() async throws {
        let (text, record) = try await key(.ingest)
        #expect(text.hasPrefix("hk_") && text.utf8.count == 43)
        #expect(text.dropFirst(3).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        #expect(record.hint == String(text.prefix(8)))
        #expect(try await store.keys(project: nil).first?.hash == AccessKey(presented: text)?.hash)
        #expect(try await key(.ingest).0 != text)
    }

    @Test(
        "A scope allows what it says and no more",
        arguments: [
            (Scope.ingest, [Scope.ingest]), (.read, [.read]), (.write, [.ingest, .read, .write]),
            (.admin, Scope.allCases),
        ])
    func scopes(held: Scope, allowed: [Scope]) async throws {
        let control = control(.keys)
        let (text, record) = try await key(held)
        for needed in Scope.allCases {
            if allowed.contains(needed) {
                let grant = try await control.grant(key: text, needing: needed, peer: "p")
                #expect(grant.project == record.project)
                #expect(grant.actor == "key \(record.id) (ci)")
            } else {
                await #expect(throws: AccessError.missingScope(needed.rawValue)) {
                    try await control.grant(key: text, needing: needed, peer: "p")
                }
            }
        }
    }

    @Test("A key with several scopes may do what any of them allows, and no more")
    func severalScopes() async throws {
        let control = control(.keys)
        let (text, record) = try await key(.read, .ingest)
        #expect(record.scopes == [.ingest, .read])
        for needed in [Scope.read, .ingest] {
            #expect(try await control.grant(key: text, needing: needed, peer: "p").scopes == record.scopes)
        }
        for needed in [Scope.write, .admin] {
            await #expect(throws: AccessError.missingScope(needed.rawValue)) {
                try await control.grant(key: text, needing: needed, peer: "p")
            }
        }
        #expect(try await store.auditEntries(limit: 1).first?.subject == "key 1 (ingest,read) of shop")
    }

    @Test("No key, an unknown key and a revoked key are refused")
    func refusals() async throws {
        let control = control(.keys)
        await #expect(throws: AccessError.missingKey) {
            try await control.grant(key: nil, needing: .read, peer: "p")
        }
        await #expect(throws: AccessError.unknownKey) {
            try await control.grant(key: "hk_no", needing: .read, peer: "p")
        }
        let (text, record) = try await key(.read)
        #expect(try await administration().revokeKey(record.id, actor: "test"))
        await #expect(throws: AccessError.unknownKey) {
            try await control.grant(key: text, needing: .read, peer: "p")
        }
    }

    @Test(
        "A key that another process revokes stops working within two seconds, and until then costs no look-up"
    )
    func cache() async throws {
        let control = control(.keys)
        let (text, record) = try await key(.read)
        _ = try await control.grant(key: text, needing: .read, peer: "p")
        _ = try await control.grant(key: text, needing: .read, peer: "p")
        #expect(store.keyLookups == 1)
        #expect(try await store.revokeKey(record.id, at: time.now))
        time.advance(milliseconds: 2001)
        await #expect(throws: AccessError.unknownKey) {
            try await control.grant(key: text, needing: .read, peer: "p")
        }
    }

    @Test("When a key was last used is written, in batches")
    func lastUsed() async throws {
        let control = control(.keys)
        let (text, _) = try await key(.read)
        _ = try await control.grant(key: text, needing: .read, peer: "p")
        #expect(try await store.keys(project: nil).first?.lastUsed == time.now)
        let first = time.now
        time.advance(milliseconds: 5000)
        _ = try await control.grant(key: text, needing: .read, peer: "p")
        #expect(try await store.keys(project: nil).first?.lastUsed == first)
        await control.close()
        #expect(try await store.keys(project: nil).first?.lastUsed == time.now)
    }

    @Test("A key that asks too often is told when to come back, and then let in again")
    func rate() async throws {
        let control = control(.keys, RateLimit(perSecond: 2, burst: 3))
        let (text, _) = try await key(.read)
        for _ in 0..<3 { _ = try await control.grant(key: text, needing: .read, peer: "p") }
        await #expect(throws: AccessError.tooFast(retryAfterSeconds: 1)) {
            try await control.grant(key: text, needing: .read, peer: "p")
        }
        time.advance(milliseconds: 500)
        _ = try await control.grant(key: text, needing: .read, peer: "p")
    }

    @Test("Someone who tries keys is slowed down before the store is asked")
    func guessing() async throws {
        let control = control(.keys)
        for number in 0..<200 {
            _ = try? await control.grant(key: "hk_\(number)", needing: .read, peer: "evil")
        }
        #expect(store.keyLookups == 100)
        let (text, _) = try await key(.read)
        _ = try await control.grant(key: text, needing: .read, peer: "good")
    }

    @Test("Acts of administration leave a line in the audit record")
    func audit() async throws {
        let (_, record) = try await key(.admin)
        _ = try await administration().revokeKey(record.id, actor: "command line")
        _ = try await administration().deleteProject(named: "shop", actor: "command line")
        let actions = try await store.auditEntries(limit: 10).map(\.action)
        #expect(actions == ["project.delete", "key.revoke", "key.create", "project.create"])
    }

    @Test("A store that cannot answer is a passing fault, never a refusal of the key")
    func unavailable() async throws {
        let control = control(.keys)
        let (text, _) = try await key(.ingest)
        store.fail(with: .engine("disk trouble"))
        let request = RPCRequest(method: "/x", metadata: [("Authorization", "Bearer \(text)")], message: [])
        let status = try #require(await throwing { try await control.grant(for: request) } as? RPCStatus)
        #expect(status.code == .unavailable)
        #expect(status.retryAfterMilliseconds != nil)
    }

    @Test("On gRPC a missing key is UNAUTHENTICATED and a wrong scope PERMISSION_DENIED")
    func rpc() async throws {
        let control = control(.keys)
        let none = RPCRequest(method: "/x", message: [])
        let (text, _) = try await key(.read)
        let reading = RPCRequest(method: "/x", metadata: [("authorization", "bearer \(text)")], message: [])
        #expect(
            (await throwing { try await control.grant(for: none) } as? RPCStatus)?.code == .unauthenticated)
        #expect(
            (await throwing { try await control.grant(for: reading) } as? RPCStatus)?.code
                == .permissionDenied)
    }

    private func throwing(_ work: () async throws -> Grant) async -> (any Error)? {
        do {
            _ = try await work()
            return nil
        } catch {
            return error
        }
    }
}
