import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Routes under `/dataset`: lists, one dataset, its traces, its saved searches.
struct InvariantDatasets {
    private let services: InvariantServices
    private let reading: InvariantReading
    private var records: any RecordStore { services.records }

    init(_ services: InvariantServices) {
        self.services = services
        reading = InvariantReading(services)
    }

    // MARK: Lists

    func list(_ request: InvariantRequest) async throws -> HTTPResponse {
        let kind = request.text("kind") ?? ""
        let kinds = ["private", "public", "homepage", "any"]
        guard kinds.contains(kind) else {
            throw InvariantError.invalid(
                query: "kind", "Input should be 'private', 'public', 'homepage' or 'any'")
        }
        guard kind != "private" || request.grant != nil else { throw InvariantError.noKey }
        var found: [Dataset] = []
        for project in try await services.administration.projects() {
            let isOwn = project.id == request.grant?.project
            if !isOwn, kind == "private" { continue }
            let isPublic: Bool? = kind == "private" ? false : isOwn && kind == "any" ? nil : true
            found += try await datasets(of: project.id, isPublic: isPublic, request)
        }
        return try answer(found, request)
    }

    func listByUser(_ request: InvariantRequest) async throws -> HTTPResponse {
        let user = request.parameter("user")
        guard let project = try await services.administration.projects().first(where: { $0.name == user })
        else {
            throw InvariantError(.notFound, "User not found")
        }
        let isOwn = project.id == request.grant?.project
        return try answer(
            try await datasets(of: project.id, isPublic: isOwn ? nil : true, request), request)
    }

    private func limit(_ request: InvariantRequest) throws -> Int {
        try request.number("limit", default: InvariantLimits.listDefault, in: 0...InvariantLimits.listMax)
    }

    private func datasets(
        of project: ProjectID, isPublic: Bool?, _ request: InvariantRequest
    ) async throws -> [Dataset] {
        let query = DatasetQuery(
            isPublic: isPublic, nameContains: request.text("q"), limit: InvariantLimits.listMax)
        return try await records.datasets(query, project: project).items
    }

    /// Newest push first.
    private func answer(_ datasets: [Dataset], _ request: InvariantRequest) throws -> HTTPResponse {
        let sorted = datasets.sorted { ($1.lastPushed, $0.id) < ($0.lastPushed, $1.id) }
        return .invariant(
            .array(
                sorted.prefix(try limit(request)).map { dataset in
                    var form = InvariantDataset(dataset: dataset, isOwner: false).form
                    form["user"] = InvariantForm.user(dataset.owner.name)
                    return .object(form)
                }))
    }

    // MARK: One dataset

    func get(_ request: InvariantRequest) async throws -> HTTPResponse {
        let found = try await reading.dataset(request)
        let members = try await reading.members(of: found.dataset)
        let counts = try await reading.annotationCounts(
            of: members.map(\.trace), project: found.dataset.project)
        var form = found.form
        form["num_traces"] = InvariantForm.count(members.count)
        form["queries"] = .array(queries(of: found.dataset, count: members.count, annotated: counts.count))
        form["user"] = InvariantForm.user(found.dataset.owner.name)
        return .invariant(.object(form))
    }

    private func queries(of dataset: Dataset, count: Int, annotated: Int) -> [JSON] {
        func fixed(_ id: String, _ name: String, _ count: Int, _ query: JSON) -> JSON {
            [
                "id": .string(id), "name": .string(name), "count": InvariantForm.count(count), "query": query,
                "deletable": false,
            ]
        }
        let saved = dataset.queries.map { query -> JSON in
            [
                "id": .string(query.id.description), "name": .string(query.name), "count": nil,
                "query": .string(query.query), "deletable": true,
            ]
        }
        return [
            fixed("all", "All", count, nil), fixed("annotated", "Annotated", annotated, "is:annotated"),
            fixed("unannotated", "Unannotated", count - annotated, "not:annotated"),
        ] + saved
    }

    /// `{"name", "metadata"?, "is_public"?}`.
    func create(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let body = try request.object()
        guard let name = body["name"]?.stringValue else { throw InvariantError.bad("name must be a string") }
        try DatasetName.check(name)
        if let metadata = body["metadata"], !metadata.isNull, metadata.objectValue == nil {
            throw InvariantError.bad("metadata must be a dictionary")
        }
        if let flag = body["is_public"], !flag.isNull, flag.boolValue == nil {
            throw InvariantError.bad("is_public must be a boolean")
        }
        let user = try await services.userName(of: grant.project)
        var dataset = Dataset(
            id: .random(), project: grant.project, name: name, owner: Author(name: user),
            created: services.time.now)
        dataset.metadata = body["metadata"]?.objectValue ?? JSONObject()
        dataset.metadata[InvariantDataset.policiesKey] = nil
        dataset.metadata["created_on"] = .string(services.time.now.dateText)
        dataset.isPublic = body["is_public"]?.boolValue ?? false
        guard try await records.insertDataset(dataset) else {
            throw InvariantError.bad("Dataset with the same name already exists")
        }
        return .invariant(.object(InvariantDataset(dataset: dataset, isOwner: true).form))
    }

    /// `{"content": is_public}`.
    func publish(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (dataset, _) = try await reading.ownDataset(request)
        guard let isPublic = try request.object()["content"]?.boolValue else {
            throw InvariantError.bad("content must be a boolean")
        }
        let changed = try await records.updateDataset(dataset.id, project: dataset.project) {
            $0.isPublic = isPublic
        }
        guard let changed else { throw InvariantError.unknownDataset }
        return .invariant(.object(InvariantDataset(dataset: changed, isOwner: true).form))
    }

    /// Deletes the runs too.
    func delete(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (dataset, grant) = try await reading.ownDataset(request)
        let traces = try await reading.members(of: dataset).map(\.trace)
        if !traces.isEmpty {
            _ = try await services.administration.delete(
                .traces(traces), project: grant.project, actor: grant.actor)
        }
        _ = try await records.deleteDataset(dataset.id, project: grant.project)
        return .invariant(["message": "Deleted"])
    }
}
