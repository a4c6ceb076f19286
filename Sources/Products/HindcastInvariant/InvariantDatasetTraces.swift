import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// The traces of a dataset.
struct InvariantDatasetTraces {
    private let services: InvariantServices
    private let reading: InvariantReading
    private var records: any RecordStore { services.records }

    init(_ services: InvariantServices) {
        self.services = services
        reading = InvariantReading(services)
    }

    /// `?indices=1,2` or `?limit=&offset=`: without messages.
    func traces(_ request: InvariantRequest) async throws -> HTTPResponse {
        let found = try await reading.dataset(request)
        let conversations = try await window(of: found.dataset, request)
        let counts = try await reading.annotationCounts(
            of: conversations.map(\.trace), project: found.dataset.project)
        var items: [JSON] = []
        for conversation in conversations {
            guard let trace = try await reading.trace(conversation, found) else { continue }
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

    func indices(_ request: InvariantRequest) async throws -> HTTPResponse {
        let members = try await reading.members(of: try await reading.dataset(request).dataset)
        return .invariant(.array(members.map { InvariantForm.count($0.index ?? 0) }))
    }

    /// With messages and remarks.
    func full(_ request: InvariantRequest) async throws -> HTTPResponse {
        let found = try await reading.dataset(request)
        var items: [JSON] = []
        for conversation in try await window(of: found.dataset, request) {
            guard let trace = try await reading.trace(conversation, found) else { continue }
            let annotations = try await services.conversations.annotations(
                on: trace.content, project: found.dataset.project)
            var form = trace.form(messages: trace.messages(lengthMax: InvariantLimits.shownCharacters))
            form["annotations"] = .array(annotations.map(InvariantForm.annotation))
            items.append(.object(form))
        }
        return .invariant(.array(items))
    }
}
