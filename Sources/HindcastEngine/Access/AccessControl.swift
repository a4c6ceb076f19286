public import HindcastHTTP
public import HindcastModel
public import HindcastStore
import Synchronization

/// Decides who may do what: one instance for all doors of a server.
public final class AccessControl: Sendable {
    /// Whether keys are needed.
    public let mode: AccessMode
    let origins: OriginPolicy
    private let records: any RecordStore
    private let time: any TimeSource
    private let ring: KeyRing
    private let requests: RateLimiter<Int64>?
    private let failures = RateLimiter<String>(
        RateLimit(perSecond: AccessLimits.failuresPerSecond, burst: AccessLimits.failuresPerSecond * 2))
    private let openProject = Mutex<ProjectID?>(nil)

    /// - Parameter rateLimit: per key; nil for none. Open mode has none: whoever is on the machine has the machine.
    public init(
        mode: AccessMode, records: any RecordStore, time: any TimeSource, rateLimit: RateLimit? = .standard
    ) {
        self.mode = mode
        self.records = records
        self.time = time
        origins = OriginPolicy(mode: mode)
        ring = KeyRing(records: records, time: time)
        requests = rateLimit.map { RateLimiter($0) }
    }

    /// What the holder of a presented key may do.
    /// - Parameter peer: the caller's address, to slow down those who try keys.
    public func grant(key: String?, needing scope: Scope, peer: String) async throws(AccessError) -> Grant {
        if mode == .open {
            return Grant(
                project: try await openProjectID(), scopes: [.admin], actor: "open mode",
                author: Author(name: "local"), isBound: false)
        }
        guard let key, !key.isEmpty else { throw .missingKey }
        let now = time.now
        guard failures.hasToken(peer, now: now) else { throw .tooFast(retryAfterSeconds: 1) }
        guard let presented = AccessKey(presented: key), let record = try await find(presented) else {
            _ = failures.take(peer, now: now)
            throw .unknownKey
        }
        if let seconds = requests?.take(record.id, now: now) { throw .tooFast(retryAfterSeconds: seconds) }
        guard record.scopes.allows(scope) else { throw .missingScope(scope.rawValue) }
        let label = record.label.isEmpty ? "" : " (\(record.label))"
        let name = record.label.isEmpty ? "key \(record.id)" : record.label
        return Grant(
            project: record.project, scopes: record.scopes, actor: "key \(record.id)\(label)",
            author: Author(name: name, key: record.id))
    }

    /// Lets go of what is cached, after a key or a project was changed by this process.
    public func forgetCached() {
        ring.forgetAll()
        openProject.withLock { $0 = nil }
    }

    /// Writes what is remembered only in memory; for the end of the process.
    public func close() async { await ring.flush() }

    private func find(_ key: AccessKey) async throws(AccessError) -> KeyRecord? {
        do throws(StoreError) {
            return try await ring.find(key)
        } catch {
            throw .unavailable(error.sentence)
        }
    }

    private func openProjectID() async throws(AccessError) -> ProjectID {
        if let known = openProject.withLock({ $0 }) { return known }
        do throws(StoreError) {
            let project = try await records.ensureProject(named: Project.defaultName, at: time.now)
            openProject.withLock { $0 = project.id }
            return project.id
        } catch {
            throw .unavailable(error.sentence)
        }
    }
}

extension AccessControl {
    /// What an RPC's caller may do. The key is the call's `authorization` or `x-api-key` metadata.
    public func grant(for request: RPCRequest, needing scope: Scope = .ingest) async throws(RPCStatus)
        -> Grant
    {
        let key = Self.key(
            authorization: request.metadata("authorization"), apiKey: request.metadata("x-api-key"))
        do throws(AccessError) {
            return try await grant(key: key, needing: scope, peer: request.peer.address)
        } catch {
            throw error.rpcStatus
        }
    }

    /// What a request's caller may do.
    public func grant(for request: HTTPRequest, needing scope: Scope) async throws(AccessError) -> Grant {
        let key = Self.key(
            authorization: request.headers["Authorization"], apiKey: request.headers["X-API-Key"])
        return try await grant(key: key, needing: scope, peer: request.peer.address)
    }

    /// Who asks on a route that also answers readers without a key; nil for one of those, or for a key nobody knows.
    public func visitor(_ request: HTTPRequest) async throws(HTTPError) -> Grant? {
        do throws(AccessError) {
            return try await grant(for: request, needing: .read)
        } catch {
            switch error {
            case .missingKey, .unknownKey: return nil
            default: throw error.httpError
            }
        }
    }

    /// `Bearer <key>` in any case, or the key alone.
    static func key(authorization: String?, apiKey: String?) -> String? {
        if let authorization {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "bearer" {
                return parts[1].split(separator: " ").first.map(String.init)
            }
            if parts.count == 1, parts[0].hasPrefix(AccessKey.prefix) { return String(parts[0]) }
        }
        return apiKey
    }
}
