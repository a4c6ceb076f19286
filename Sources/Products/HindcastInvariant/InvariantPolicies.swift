import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Policies of a dataset: kept and shown to the owner, not run.
struct InvariantPolicies {
    private let services: InvariantServices
    private let reading: InvariantReading

    /// Policies of one dataset, which is read with all of them.
    private static let countMax = 1000

    init(_ services: InvariantServices) {
        self.services = services
        reading = InvariantReading(services)
    }

    /// Only the owner sees them.
    func list(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (dataset, _) = try await reading.ownDataset(request)
        return .invariant(["policies": dataset.metadata[InvariantDataset.policiesKey] ?? []])
    }

    /// `{"name", "policy", "enabled"?, "action"?}`.
    func create(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (dataset, _) = try await reading.ownDataset(request)
        let body = try request.object()
        guard let name = body["name"]?.stringValue, !name.isEmpty, let content = body["policy"]?.stringValue
        else {
            throw InvariantError.bad("name and policy must be strings")
        }
        guard (dataset.metadata[InvariantDataset.policiesKey]?.arrayValue ?? []).count < Self.countMax else {
            throw InvariantError.bad("a dataset has at most \(Self.countMax) policies")
        }
        let policy: JSON = [
            "id": .string(RecordID.random().description), "name": .string(name), "content": .string(content),
            "enabled": .bool(body["enabled"]?.boolValue ?? true),
            "action": .string(body["action"]?.stringValue ?? "log"),
            "extra_metadata": .object(body["extra_metadata"]?.objectValue ?? JSONObject()),
            "last_updated_time": .string(services.time.now.dateText),
        ]
        return try await change(dataset) { $0.append(policy) }
    }

    func update(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (dataset, _) = try await reading.ownDataset(request)
        let id = try policyID(request, in: dataset)
        let body = try request.object()
        let now = JSON.string(services.time.now.dateText)
        return try await change(dataset) { policies in
            for index in policies.indices where policies[index]["id"] == id {
                guard var policy = policies[index].objectValue else { continue }
                if let name = body["name"], name.stringValue != nil { policy["name"] = name }
                if let content = body["policy"], content.stringValue != nil { policy["content"] = content }
                if let enabled = body["enabled"], enabled.boolValue != nil { policy["enabled"] = enabled }
                if let action = body["action"], action.stringValue != nil { policy["action"] = action }
                if let extras = body["extra_metadata"], extras.objectValue != nil {
                    policy["extra_metadata"] = extras
                }
                policy["last_updated_time"] = now
                policies[index] = .object(policy)
            }
        }
    }

    func delete(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (dataset, _) = try await reading.ownDataset(request)
        let id = try policyID(request, in: dataset)
        return try await change(dataset) { $0.removeAll { $0["id"] == id } }
    }

    private func policyID(_ request: InvariantRequest, in dataset: Dataset) throws(InvariantError) -> JSON {
        let id = JSON.string(request.parameter("pid"))
        let policies = dataset.metadata[InvariantDataset.policiesKey]?.arrayValue ?? []
        guard policies.contains(where: { $0["id"] == id }) else {
            throw InvariantError(.notFound, "Policy not found")
        }
        return id
    }

    private func change(
        _ dataset: Dataset, _ change: @escaping @Sendable (inout [JSON]) -> Void
    ) async throws -> HTTPResponse {
        let changed = try await services.records.updateDataset(dataset.id, project: dataset.project) {
            stored in
            var policies = stored.metadata[InvariantDataset.policiesKey]?.arrayValue ?? []
            change(&policies)
            stored.metadata[InvariantDataset.policiesKey] = .array(policies)
        }
        guard let changed else { throw InvariantError.unknownDataset }
        return .invariant(.object(InvariantDataset(dataset: changed, isOwner: true).formWithPolicies))
    }
}
