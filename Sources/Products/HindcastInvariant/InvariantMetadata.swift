import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// The metadata of a dataset, as its owner changes it.
struct MetadataUpdate {
    /// What the owner may set; all else belongs to the system.
    static let keys = [
        "invariant.test_results", "benchmark", "name", "accuracy", "policies", "analysis_report",
    ]

    private let values: JSONObject
    private let replacesAll: Bool

    init(_ body: JSONObject) throws(InvariantError) {
        guard let values = body["metadata"]?.objectValue else { throw .bad("metadata must be a dictionary") }
        if let flag = body["replace_all"], !flag.isNull {
            guard let replaces = flag.boolValue else { throw .bad("replace_all must be a boolean") }
            replacesAll = replaces
        } else {
            replacesAll = false
        }
        for (key, value) in values {
            guard Self.keys.contains(key) else {
                throw .bad("metadata must only contain the keys " + Self.keys.joined(separator: ", "))
            }
            if key == "policies" { throw .bad("policies cannot be updated via the /metadata API") }
            if !value.isNull { try Self.check(key, value) }
        }
        self.values = values
    }

    private static func check(_ key: String, _ value: JSON) throws(InvariantError) {
        switch key {
        case "benchmark", "name":
            guard let text = value.stringValue, !text.filter({ $0 != " " }).isEmpty else {
                throw .bad("\(key) must be a non-empty string")
            }
        case "accuracy":
            guard let number = value.doubleValue, number.isFinite, number >= 0 else {
                throw .bad("accuracy must be a non-negative number")
            }
        case "analysis_report":
            guard value.stringValue != nil else { throw .bad("analysis_report must be of type str") }
        default: try check(results: value)
        }
    }

    private static func check(results value: JSON) throws(InvariantError) {
        guard let results = value.objectValue else {
            throw .bad("invariant.test_results must be of type dict")
        }
        guard !results.isEmpty else { throw .bad("invariant.test_results must not be empty if provided") }
        for (key, count) in results {
            guard key == "num_tests" || key == "num_passed" else {
                throw .bad("invariant.test_results must only contain the keys num_tests, num_passed")
            }
            guard count.isNull || count.intValue.map({ $0 >= 0 }) ?? false else {
                throw .bad("\(key) must be of type int")
            }
        }
    }

    /// Null and what is not named stay, unless everything is replaced.
    func apply(to metadata: inout JSONObject) {
        if replacesAll { for key in Self.keys where key != "policies" { metadata[key] = nil } }
        for (key, value) in values where !value.isNull { metadata[key] = value }
    }
}

/// `/dataset/metadata/{name}`.
struct InvariantMetadata {
    private let services: InvariantServices

    init(_ services: InvariantServices) { self.services = services }

    /// Of the caller's own dataset, or of `owner_username`'s if that is public.
    func get(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let own = try await services.userName(of: grant.project)
        let owner = request.text("owner_username") ?? own
        guard let project = try await services.administration.projects().first(where: { $0.name == owner }),
            let dataset = try await services.records.dataset(
                named: request.parameter("name"), owner: owner, project: project.id)
        else { throw InvariantError.unknownDataset }
        guard owner == own || dataset.isPublic else {
            throw InvariantError(.forbidden, "Not allowed to view metadata for this dataset")
        }
        return .invariant(InvariantDataset.shownMetadata(dataset))
    }

    func update(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let update = try MetadataUpdate(try request.object())
        let owner = try await services.userName(of: grant.project)
        guard
            let dataset = try await services.records.dataset(
                named: request.parameter("name"), owner: owner, project: grant.project),
            let changed = try await services.records.updateDataset(
                dataset.id, project: grant.project, { update.apply(to: &$0.metadata) })
        else { throw InvariantError.unknownDataset }
        return .invariant(InvariantDataset.shownMetadata(changed))
    }

    /// Public datasets that name the benchmark and an accuracy, highest first.
    func leaderboard(_ request: InvariantRequest) async throws -> HTTPResponse {
        let benchmark = JSON.string(request.parameter("name"))
        var rows: [(accuracy: Double, form: JSON)] = []
        for project in try await services.administration.projects() {
            var query = DatasetQuery(isPublic: true, limit: StoreLimits.pageMax)
            repeat {
                let page = try await services.records.datasets(query, project: project.id)
                for dataset in page.items where dataset.metadata["benchmark"] == benchmark {
                    guard let value = dataset.metadata["accuracy"], let accuracy = value.doubleValue else {
                        continue
                    }
                    let name = dataset.metadata["name"] ?? .string(dataset.name)
                    let path = JSON.string("\(dataset.owner.name)/\(dataset.name)")
                    rows.append((accuracy, ["name": name, "dataset": path, "accuracy": value]))
                }
                query.cursor = page.next
            } while query.cursor != nil
        }
        let sorted = rows.enumerated().sorted {
            ($1.element.accuracy, $0.offset) < ($0.element.accuracy, $1.offset)
        }
        return .invariant(.array(sorted.map(\.element.form)))
    }
}
