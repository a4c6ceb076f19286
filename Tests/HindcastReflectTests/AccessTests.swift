import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Reflect: projects and keys")
struct AccessTests {
    /// Every route with the scopes that open it.
    private static let table: [(HTTPMethod, String, Set<Scope>)] = [
        (.post, "/memory/query", [.read, .write, .admin]), (.get, "/traces", [.read, .write, .admin]),
        (.post, "/traces", [.ingest, .write, .admin]), (.get, "/traces/x", [.read, .write, .admin]),
        (.post, "/traces/x/review", [.write, .admin]), (.post, "/traces/delete", [.write, .admin]),
        (.get, "/memories", [.read, .write, .admin]), (.get, "/memories/x", [.read, .write, .admin]),
        (.delete, "/memories/x", [.write, .admin]), (.post, "/memories/x/reset-q", [.write, .admin]),
        (.get, "/memories/x/history", [.read, .write, .admin]), (.get, "/skill", [.read, .write, .admin]),
        (.get, "/api-keys", [.admin]), (.post, "/api-keys", [.admin]),
        (.post, "/api-keys/x/revoke", [.admin]),
    ]

    @Test("Each route opens to the scopes it names and to no other")
    func scopes() async throws {
        let house = try ReflectHouse(.keys)
        for scope in Scope.allCases {
            let key = try await house.key([scope])
            for (method, path, allowed) in Self.table {
                let status = try await house.ask(method, path, key: key).status
                #expect((status == .forbidden) == !allowed.contains(scope), "\(scope) \(method) \(path)")
                #expect(status != .unauthorized)
            }
        }
        let refused = try await house.ask(.get, "/skill")
        #expect(refused.status == .unauthorized && refused.bodyJSON.objectValue?.keys == ["detail"])
        #expect(try await house.ask(.delete, "", key: try await house.key([.write])).status == .forbidden)
    }

    @Test("In open mode a project is made on first use, under any name that a path can carry")
    func firstUse() async throws {
        let house = try ReflectHouse()
        #expect(try await house.ask(.get, "/v1/projects/a%2Fb%20c/traces").bodyJSON == [])
        #expect(try await house.store.project(named: "a/b c") != nil)
        let made = try await house.ask(
            .post, "/v1/projects/a%2Fb%20c/traces", ["task": "t", "trajectory": "68"])
        let id = made.bodyJSON["trace_id"]?.stringValue ?? ""
        let found = try await house.ask(.get, "/v1/projects/a%2Fb%20c/traces/\(id)")
        #expect(found.bodyJSON["project_id"] == "a/b c")
        #expect(try await house.ask(.get, "/traces/\(id)").status == .notFound)
        let long = String(repeating: "p", count: 101)
        #expect(try await house.ask(.get, "/v1/projects/\(long)/traces").status == .badRequest)
        #expect(try await house.store.auditEntries(limit: 10).map(\.subject) == ["a/b c"])
    }

    @Test("A key is bound to its project: others are not found, whether they exist or not")
    func bound() async throws {
        let house = try ReflectHouse(.keys)
        let admin = try await house.key([.admin], project: "own")
        _ = try await house.key([.admin], project: "other")
        #expect(try await house.ask(.get, "/v1/projects/own/traces", key: admin).status == .ok)
        for name in ["other", "nobody"] {
            let answer = try await house.ask(.get, "/v1/projects/\(name)/traces", key: admin)
            #expect(answer.status == .notFound)
            #expect(answer.bodyJSON == ["detail": .string("Project \(name) was not found.")])
            #expect(try await house.ask(.delete, "/v1/projects/\(name)", key: admin).status == .notFound)
        }
        #expect(try await house.store.project(named: "nobody") == nil)
    }

    @Test("A deleted project is gone with its keys; one that nobody named is not found")
    func deletion() async throws {
        let house = try ReflectHouse()
        _ = try await house.trace()
        #expect(try await house.ask(.delete, "").bodyJSON == ["project_id": "default", "deleted": true])
        #expect(try await house.store.project(named: "default") == nil)
        #expect(try await house.ask(.delete, "/v1/projects/nobody").status == .notFound)
        #expect(try await house.store.project(named: "nobody") == nil)
    }

    @Test("A key is told once, may do what its scopes name, is listed as named, and revoked for good")
    func keys() async throws {
        let house = try ReflectHouse(.keys)
        let admin = try await house.key([.admin])
        let body: JSON = [
            "label": "ci", "scopes": ["memory:read", "trace:write"], "environment": "test",
        ]
        let made = try await house.ask(.post, "/api-keys", body, key: admin)
        #expect(made.status == .created)
        let text = try #require(made.bodyJSON["api_key"]?.stringValue)
        let key = try #require(made.bodyJSON["key"])
        let id = key["id"]?.stringValue ?? ""
        #expect(key["label"] == "ci" && key["scopes"] == ["memory:read", "trace:write"])
        #expect(key["environment"] == "test" && key["status"] == "active" && key["is_master"] == false)
        #expect(key["public_id"] == .string(String(text.prefix(8))))
        #expect(try await house.ask(.get, "/memories", key: text).status == .ok)
        #expect(
            try await house.ask(.post, "/traces", ["task": "t", "trajectory": "x"], key: text).status
                == .accepted)
        #expect(try await house.ask(.post, "/traces/x/review", key: text).status == .forbidden)
        let list = try await house.ask(.get, "/api-keys", key: admin)
        #expect(!list.bodyText.contains(text))
        #expect(list.bodyJSON[0]?["scopes"]?.arrayValue?.count == 5 && list.bodyJSON[1]?["id"] == key["id"])
        let revoked = try await house.ask(.post, "/api-keys/\(id)/revoke", [:], key: admin)
        #expect(revoked.bodyJSON["status"] == "revoked")
        #expect(revoked.bodyJSON["revoked_at"]?.stringValue != nil)
        let again = try await house.ask(.post, "/api-keys/\(id)/revoke", [:], key: admin)
        #expect(again.bodyJSON["revoked_at"] == revoked.bodyJSON["revoked_at"])
        #expect(try await house.ask(.get, "/memories", key: text).status == .unauthorized)
        #expect(try await house.ask(.post, "/api-keys/99/revoke", [:], key: admin).status == .notFound)
    }

    @Test("The operator's token makes a project with an administrator's key; nothing else does")
    func bootstrap() async throws {
        let body: JSON = [
            "user_id": "u1", "project_id": "demo", "key_label": "Default Admin Key", "environment": "live",
        ]
        func ask(_ house: ReflectHouse, _ token: String?) async throws -> HTTPResponse {
            let headers: HTTPHeaders = token.map { ["X-Bootstrap-Token": $0] } ?? [:]
            return try await house.ask(.post, "/v1/bootstrap", body, headers: headers)
        }
        let closed = try ReflectHouse(.keys)
        #expect(try await ask(closed, "").status == .forbidden)
        let house = try ReflectHouse(.keys, bootstrapToken: "operators-own-token")
        for wrong in [nil, "", "operators-own-toke", "operators-own-token2"] {
            #expect(try await ask(house, wrong).status == .unauthorized, "\(wrong ?? "none")")
        }
        #expect(try await house.store.project(named: "demo") == nil)
        let made = try await ask(house, "operators-own-token").bodyJSON
        #expect(made["user_id"] == "u1" && made["project_id"] == "demo")
        let key = try #require(made["api_key"]?.stringValue)
        let keys = try await house.ask(.get, "/v1/projects/demo/api-keys", key: key).bodyJSON
        #expect(keys[0]?["scopes"] == ["admin"] && keys[0]?["label"] == "Default Admin Key")
        #expect(
            try await house.store.auditEntries(limit: 1).first?.actor == "bootstrap token")
    }
}
