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

    // MARK: Its traces

    /// `?indices=1,2` or `?limit=&offset=`: without messages.
    func traces(_ request: InvariantRequest) async throws -> HTTPResponse {
        let found = try await reading.dataset(request)
        let conversations = try await window(of: found.dataset, request)
        let counts = try await reading.annotationCounts(
            of: conversations.map(\.trace), project: found.dataset.project)
        var items: [JSON] = []
        for conversation in conversations {
            guard let trace = try await trace(conversation, found) else { continue }
            let sources = (counts[conversation.trace] ?? [:]).sorted { $0.key < $1.key }
            let form = trace.form(messages: [])
            var item = JSONObject()
            for key in ["id", "index", "messages"] { item[key] = form[key] }
            item["annotations_by_source"] = .object(
                JSONObject(sources.map { ($0.key, InvariantForm.count($0.value)) }))
            for key in ["extra_metadata", "name", "hierarchy_path"] { item[key] = form[key] }
            items.append(.object(item))
        }
        return .invariant(.array(items))
    }

    private func window(of dataset: Dataset, _ request: InvariantRequest) async throws -> [Conversation] {
        if let text = request.text("indices") {
            var indices: [Int] = []
            for part in text.split(separator: ",") {
                guard let index = Int(part.filter { $0 != " " }) else {
                    throw InvariantError.bad("indices must be a list of integers")
                }
                indices.append(index)
            }
            return try await reading.members(of: dataset, indices: indices)
        }
        let offset = try request.number("offset", default: 0, in: 0...Int(Int32.max))
        let limit = try request.number("limit", default: StoreLimits.pageMax, in: 0...StoreLimits.pageMax)
        guard limit > 0 else { return [] }
        return try await records.conversations(
            ConversationQuery(dataset: dataset.id, offset: offset, limit: limit), project: dataset.project)
    }

    private func trace(_ conversation: Conversation, _ found: InvariantDataset) async throws
        -> InvariantTrace?
    {
        let project = found.dataset.project
        let content = try await services.conversations.content(of: conversation.trace, project: project)
        return content.map {
            InvariantTrace(
                content: $0, conversation: conversation, userName: found.dataset.owner.name,
                isOwner: found.isOwner)
        }
    }

    func indices(_ request: InvariantRequest) async throws -> HTTPResponse {
        let members = try await reading.members(of: try await reading.dataset(request).dataset)
        return .invariant(.array(members.map { InvariantForm.count($0.index ?? 0) }))
    }

    /// With messages and remarks.
    func full(_ request: InvariantRequest) async throws -> HTTPResponse {
        let found = try await reading.dataset(request)
        var items: [JSON] = []
        for conversation in try await window(of: found.dataset, request) {
            guard let trace = try await trace(conversation, found) else { continue }
            let annotations = try await services.conversations.annotations(
                on: trace.content, project: found.dataset.project)
            var form = trace.form(messages: trace.messages(lengthMax: InvariantLimits.shownCharacters))
            form["annotations"] = .array(annotations.map(InvariantForm.annotation))
            items.append(.object(form))
        }
        return .invariant(.array(items))
    }

    // MARK: Files

    /// One line of metadata, then a line for each trace.
    func download(_ request: InvariantRequest) async throws -> HTTPResponse {
        try await file(
            request, withIDs: request.flag("include_trace_ids", default: false),
            onlyAnnotated: request.flag("only_annotated", default: false))
    }

    func downloadAnnotated(_ request: InvariantRequest) async throws -> HTTPResponse {
        try await file(request, withIDs: false, onlyAnnotated: true)
    }

    private func file(
        _ request: InvariantRequest, withIDs: Bool, onlyAnnotated: Bool
    ) async throws -> HTTPResponse {
        let found = try await reading.dataset(request)
        var lines: [JSON] = [["metadata": InvariantDataset.shownMetadata(found.dataset)]]
        for conversation in try await reading.members(of: found.dataset) {
            guard let trace = try await trace(conversation, found) else { continue }
            let annotations = try await services.conversations.annotations(
                on: trace.content, project: found.dataset.project)
            if onlyAnnotated, annotations.isEmpty { continue }
            lines.append(trace.line(annotations, withID: withIDs))
        }
        return .lines(lines, fileName: "\(found.dataset.name).jsonl")
    }

    /// A form with `file`, `name` and `is_public`.
    func upload(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let form = try Multipart(request.http)
        guard let name = form["name"].map({ String(decoding: $0.body, as: UTF8.self) }),
            let file = form["file"]
        else {
            throw InvariantError.bad("The form must have a file and a name")
        }
        try DatasetName.check(name)
        let parsed = try DatasetFile(file.body)
        let user = try await services.userName(of: grant.project)
        let now = services.time.now
        var dataset = Dataset(
            id: .random(), project: grant.project, name: name, owner: Author(name: user), created: now)
        dataset.metadata = JSONObject([("created_on", .string(now.dateText))])
        for (key, value) in parsed.metadata where key != InvariantDataset.policiesKey {
            dataset.metadata[key] = value
        }
        dataset.isPublic = form["is_public"]?.body.elementsEqual("true".utf8) ?? false
        let exists = InvariantError.bad(
            "Dataset with the same name already exists with traces, to add new traces use the push API")
        if parsed.items.isEmpty, !(try await records.insertDataset(dataset)) { throw exists }
        if !parsed.items.isEmpty {
            dataset = try await push(parsed.items, to: dataset, grant, bytes: file.body.count, exists: exists)
        }
        return .invariant(.object(InvariantDataset(dataset: dataset, isOwner: true).form))
    }

    private func push(
        _ items: [ConversationPush.Item], to dataset: Dataset, _ grant: Grant, bytes: Int,
        exists: InvariantError
    ) async throws -> Dataset {
        var push = ConversationPush(origin: InvariantTraces.origin, author: grant.author, payloadBytes: bytes)
        push.items = items
        push.dataset = dataset
        push.requiresEmptyDataset = true
        do {
            let receipt = try await services.conversations.push(push, project: grant.project)
            try await services.noteTools(items.flatMap(\.messages), of: receipt.dataset)
            return receipt.dataset ?? dataset
        } catch ConversationError.store(.refused) {
            throw exists
        }
    }

    // MARK: Searches

    func search(_ request: InvariantRequest) async throws -> HTTPResponse {
        let found = try await reading.dataset(request)
        let text = request.http.query["query"] ?? ""
        guard text.utf8.count <= InvariantLimits.queryBytesMax else {
            throw InvariantError.bad("query is too long")
        }
        let query = InvariantQuery(text)
        var result = InvariantSearchResult(query)
        let members = try await reading.members(of: found.dataset)
        let counts =
            query.needsAnnotations
            ? try await reading.annotationCounts(of: members.map(\.trace), project: found.dataset.project)
            : [:]
        for conversation in members {
            guard let trace = try await trace(conversation, found) else { continue }
            let annotations =
                query.wantsFindings
                ? try await services.conversations.annotations(
                    on: trace.content, project: found.dataset.project) : []
            result.take(trace, isAnnotated: counts[conversation.trace] != nil, annotations)
        }
        return .invariant(result.form)
    }

    /// `{"name", "query"}`.
    func saveQuery(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (dataset, grant) = try await reading.ownDataset(request)
        let body = try request.object()
        guard let name = body["name"]?.stringValue, let query = body["query"]?.stringValue, !name.isEmpty,
            query.utf8.count <= InvariantLimits.queryBytesMax
        else { throw InvariantError.bad("name and query must be strings") }
        let saved = SavedQuery(id: .random(), name: name, query: query, created: services.time.now)
        guard try await records.insertSavedQuery(saved, dataset: dataset.id, project: grant.project) else {
            throw InvariantError.unknownDataset
        }
        return .invariant(nil)
    }

    func deleteQuery(_ request: InvariantRequest) async throws -> HTTPResponse {
        let grant = try request.member()
        let unknown = InvariantError(.notFound, "Query not found")
        let id = try request.recordID("id", unknown: unknown)
        guard try await records.deleteSavedQuery(id, project: grant.project) else { throw unknown }
        return .invariant(["message": "Deleted"])
    }
}
