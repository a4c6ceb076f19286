import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Datasets as files of JSON lines.
struct InvariantDatasetFiles {
    private let services: InvariantServices
    private let reading: InvariantReading
    private var records: any RecordStore { services.records }

    init(_ services: InvariantServices) {
        self.services = services
        reading = InvariantReading(services)
    }

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
            guard let trace = try await reading.trace(conversation, found) else { continue }
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
}
