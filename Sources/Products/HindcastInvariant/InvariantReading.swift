import HindcastEngine
import HindcastModel
import HindcastStore

/// Finds what a request names, and who may see it.
struct InvariantReading {
    let services: InvariantServices
    private var records: any RecordStore { services.records }

    init(_ services: InvariantServices) { self.services = services }

    /// A run of the reader's project, or one that is shared or lies in a public dataset.
    func trace(_ id: TraceID, _ request: InvariantRequest) async throws -> InvariantTrace {
        if let grant = request.grant, let content = try await content(id, grant.project) {
            return try await trace(content, project: grant.project, isOwner: true)
        }
        for project in try await services.administration.projects() where project.id != request.grant?.project
        {
            guard try await isOpen(id, project.id), let content = try await content(id, project.id) else {
                continue
            }
            return try await trace(content, project: project.id, isOwner: false)
        }
        throw request.grant == nil ? InvariantError.anonymous : .unknownTrace
    }

    /// A run of the caller's own project, to be changed.
    func ownTrace(_ request: InvariantRequest) async throws -> (content: ConversationContent, grant: Grant) {
        let grant = try request.member()
        guard let content = try await content(try request.traceID(), grant.project) else {
            throw InvariantError.unknownTrace
        }
        return (content, grant)
    }

    private func content(_ id: TraceID, _ project: ProjectID) async throws -> ConversationContent? {
        try await services.conversations.content(of: id, project: project)
    }

    func trace(
        _ content: ConversationContent, project: ProjectID, isOwner: Bool
    ) async throws -> InvariantTrace {
        InvariantTrace(
            content: content,
            conversation: try await records.conversation(of: content.trace.id, project: project),
            userName: try await services.userName(of: project), isOwner: isOwner)
    }

    private func isOpen(_ id: TraceID, _ project: ProjectID) async throws -> Bool {
        if let share = try await records.share(of: id, project: project), share.isOpen(at: services.time.now)
        {
            return true
        }
        guard let dataset = try await records.conversation(of: id, project: project)?.dataset else {
            return false
        }
        return try await records.dataset(dataset, project: project)?.isPublic ?? false
    }

    /// The dataset of the path: by id, or by the owner's name and its own.
    func dataset(_ request: InvariantRequest) async throws -> InvariantDataset {
        if !request.parameter("user").isEmpty {
            return try await dataset(named: request.parameter("name"), of: request.parameter("user"), request)
        }
        let id = try request.recordID("id", unknown: .unknownDataset)
        for project in try await services.administration.projects() {
            guard let found = try await records.dataset(id, project: project.id) else { continue }
            return try visible(found, project, request)
        }
        throw request.grant == nil ? InvariantError.anonymous : .unknownDataset
    }

    func dataset(named name: String, of user: String, _ request: InvariantRequest) async throws
        -> InvariantDataset
    {
        guard let project = try await services.administration.projects().first(where: { $0.name == user }),
            let found = try await records.dataset(named: name, owner: user, project: project.id)
        else { throw request.grant == nil ? InvariantError.anonymous : .unknownDataset }
        return try visible(found, project, request)
    }

    private func visible(
        _ dataset: Dataset, _ project: Project, _ request: InvariantRequest
    ) throws(InvariantError) -> InvariantDataset {
        let isOwner = request.grant?.project == project.id
        guard isOwner || dataset.isPublic else { throw request.grant == nil ? .anonymous : .unknownDataset }
        return InvariantDataset(dataset: dataset, isOwner: isOwner)
    }

    /// A dataset of the caller's own project, to be changed.
    func ownDataset(_ request: InvariantRequest) async throws -> (dataset: Dataset, grant: Grant) {
        let grant = try request.member()
        let found = try await dataset(request)
        guard found.isOwner else { throw InvariantError.unknownDataset }
        return (found.dataset, grant)
    }

    /// All members of a dataset, by index.
    func members(of dataset: Dataset, indices: [Int]? = nil) async throws -> [Conversation] {
        var found: [Conversation] = []
        var after: Int?
        while true {
            let query = ConversationQuery(dataset: dataset.id, indices: indices, after: after)
            let page = try await records.conversations(query, project: dataset.project)
            found += page
            guard page.count >= query.limit, let last = page.last?.index else { return found }
            after = last
        }
    }

    /// A member of a dataset; nil when it was deleted meanwhile.
    func trace(_ conversation: Conversation, _ found: InvariantDataset) async throws
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

    /// Remarks by source, thumbs among them.
    func annotationCounts(of traces: [TraceID], project: ProjectID) async throws -> [TraceID: [String: Int]] {
        var counts: [TraceID: [String: Int]] = [:]
        var rest = traces[...]
        while !rest.isEmpty {
            let page = Array(rest.prefix(StoreLimits.pageMax))
            rest = rest.dropFirst(page.count)
            for (trace, bySource) in try await records.annotationCounts(of: page, project: project) {
                for (source, count) in bySource {
                    counts[trace, default: [:]][source ?? "user", default: 0] += count
                }
            }
        }
        for trace in traces {
            let thumbs = try await records.feedback(of: trace, project: project).count { $0.value != nil }
            if thumbs > 0 { counts[trace, default: [:]]["user", default: 0] += thumbs }
        }
        return counts
    }
}
