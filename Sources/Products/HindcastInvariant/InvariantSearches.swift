import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Searching a dataset, and the searches kept with it.
struct InvariantSearches {
    private let services: InvariantServices
    private let reading: InvariantReading
    private var records: any RecordStore { services.records }

    init(_ services: InvariantServices) {
        self.services = services
        reading = InvariantReading(services)
    }

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
            guard let trace = try await reading.trace(conversation, found) else { continue }
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
