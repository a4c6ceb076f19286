import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Native API with keys")
struct NativeAccessTests {
    private static let root = "/api/hindcast/v1"

    private func key(_ house: NativeHouse, _ project: String, _ scope: Scope) async throws -> String {
        try await house.administration.createKey(project: project, scopes: [scope], label: "", actor: "test")
            .key.text
    }

    @Test("Another project's trace is not found, rather than forbidden")
    func foreign() async throws {
        let house = try await NativeHouse(.keys)
        let own = try await key(house, "default", .read)
        let other = try await key(house, "other", .admin)
        let target = "\(Self.root)/traces/\(NativeHouse.agentRun.traceID)"
        #expect(try await house.ask(.get, target, key: own).status == .ok)
        #expect(try await house.ask(.get, target, key: other).status == .notFound)
        #expect(try await house.ask(.delete, target, key: other).status == .notFound)
        #expect(try await house.ask(.get, "\(Self.root)/search?q=fire", key: other).bodyJSON["items"] == [])
    }

    @Test("Reading needs read, patching write, deleting admin")
    func scopes() async throws {
        let house = try await NativeHouse(.keys)
        let reader = try await key(house, "default", .read)
        let writer = try await key(house, "default", .write)
        let target = "\(Self.root)/traces/\(NativeHouse.agentRun.traceID)"
        let patch = #"{"metadata":{"a":1}}"#
        #expect(try await house.ask(.get, target).status == .unauthorized)
        #expect(try await house.ask(.patch, target, body: patch, key: reader).status == .forbidden)
        #expect(try await house.ask(.patch, target, body: patch, key: writer).status == .ok)
        #expect(try await house.ask(.delete, target, key: writer).status == .forbidden)
        #expect(
            try await house.ask(.get, target, key: try await key(house, "default", .ingest)).status
                == .forbidden)
        #expect(try await house.ask(.get, "/health").status == .ok)
    }

    @Test("An administrator's key sees and touches its own project only")
    func administratorsStayHome() async throws {
        let house = try await NativeHouse(.keys)
        let admin = try await key(house, "other", .admin)
        _ = try await key(house, "default", .read)
        let projects = try await house.ask(.get, "\(Self.root)/projects", key: admin).bodyJSON["items"]?
            .arrayValue
        #expect(projects?.compactMap { $0["name"]?.stringValue } == ["other"])
        let keys = try await house.ask(.get, "\(Self.root)/keys", key: admin).bodyJSON["items"]?.arrayValue
        #expect(keys?.compactMap { $0["project"]?.stringValue } == ["other"])
        #expect(try await house.ask(.delete, "\(Self.root)/keys/2", key: admin).status == .notFound)
        #expect(try await house.ask(.delete, "\(Self.root)/projects/default", key: admin).status == .notFound)
        #expect(
            try await house.ask(.post, "\(Self.root)/projects", body: #"{"name":"x"}"#, key: admin).status
                == .forbidden)
        let body = #"{"project":"default","scope":"admin"}"#
        #expect(try await house.ask(.post, "\(Self.root)/keys", body: body, key: admin).status == .notFound)
    }

    @Test("A key revoked through the API stops working at once, and its listing never tells the key")
    func revoke() async throws {
        let house = try await NativeHouse(.keys)
        let admin = try await key(house, "default", .admin)
        let made = try await house.ask(.post, "\(Self.root)/keys", body: #"{"scope":"read"}"#, key: admin)
            .bodyJSON
        let text = try #require(made["key"]?.stringValue)
        let number = try #require(made["number"]?.intValue)
        #expect(try await house.ask(.get, "\(Self.root)/stats", key: text).status == .ok)
        let list = try await house.ask(.get, "\(Self.root)/keys", key: admin).bodyText
        #expect(!list.contains(text))
        #expect(try await house.ask(.delete, "\(Self.root)/keys/\(number)", key: admin).status == .noContent)
        #expect(try await house.ask(.get, "\(Self.root)/stats", key: text).status == .unauthorized)
    }

    @Test("A key made with several scopes may read and send, and tells both")
    func severalScopes() async throws {
        let house = try await NativeHouse()
        func make(_ scope: String) async throws -> HTTPResponse {
            try await house.ask(.post, "\(Self.root)/keys", body: #"{"scope":"\#(scope)"}"#)
        }
        #expect(try await make("read,ingest").bodyJSON["scope"] == "ingest,read")
        #expect(try await make("write").bodyJSON["scope"] == "write")
        for bad in ["read,god", "", "read, ingest"] {
            #expect(try await make(bad).status == .badRequest, "\(bad)")
        }
    }

    @Test("A fault of the store is told in the native form")
    func storeFault() async throws {
        let house = try await NativeHouse()
        _ = try await house.get("/stats")
        house.store.fail(with: .full("No space is left."))
        let response = try await house.get("/stats")
        #expect(response.status.code == 507)
        #expect(response.bodyJSON["error"]?["code"] == "disk_full")
    }
}
