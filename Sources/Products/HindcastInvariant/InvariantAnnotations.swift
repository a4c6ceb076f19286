import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Remarks on a trace.
struct InvariantAnnotations {
    private let services: InvariantServices
    private let reading: InvariantReading
    private var conversations: Conversations { services.conversations }

    init(_ services: InvariantServices) {
        self.services = services
        reading = InvariantReading(services)
    }

    func list(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (content, grant) = try await reading.ownTrace(request)
        let found = try await conversations.annotations(on: content, project: grant.project)
        return .invariant(.array(found.map(InvariantForm.annotation)))
    }

    func add(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (content, grant) = try await reading.ownTrace(request)
        let draft = try AnnotationPayload.draft(.object(try request.object()))
        let made = try await conversations.annotate(
            draft, on: content, project: grant.project, author: grant.author)
        return .invariant(InvariantForm.annotation(made))
    }

    /// Extras are merged. Only the author may change a remark.
    func change(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (annotation, content, grant) = try await own(request)
        let body = try request.object()
        var change = Conversations.AnnotationChange()
        for key in ["content", "address"]
        where body[key].map({ $0.stringValue == nil && !$0.isNull }) ?? false {
            throw InvariantError.bad("\(key) must be a string")
        }
        change.content = body["content"]?.stringValue
        change.address = body["address"]?.stringValue
        change.extras = try AnnotationPayload.extras(body["extra_metadata"])
        guard
            let changed = try await conversations.change(
                annotation, to: change, on: content, project: grant.project)
        else { throw InvariantError.unknownAnnotation }
        return .invariant(InvariantForm.annotation(changed))
    }

    func delete(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (annotation, content, grant) = try await own(request)
        guard try await conversations.delete(annotation: annotation.id, on: content, project: grant.project)
        else {
            throw InvariantError.unknownAnnotation
        }
        return .invariant(["message": "deleted"])
    }

    private func own(
        _ request: InvariantRequest
    ) async throws -> (annotation: Annotation, content: ConversationContent, grant: Grant) {
        let (content, grant) = try await reading.ownTrace(request)
        let id = try request.recordID("aid", unknown: .unknownAnnotation)
        let all = try await conversations.annotations(on: content, project: grant.project)
        guard let found = all.first(where: { $0.id == id }) else { throw InvariantError.unknownAnnotation }
        guard found.author.key == grant.author.key else {
            throw InvariantError(.unauthorized, "Only the author may change an annotation")
        }
        return (found, content, grant)
    }

    /// `{"source", "annotations"}`: an analyser's new findings for its old ones; what people decided about stays.
    func replace(_ request: InvariantRequest) async throws -> HTTPResponse {
        let (content, grant) = try await reading.ownTrace(request)
        let body = try request.object()
        guard let source = body["source"]?.stringValue else {
            throw InvariantError.bad("source must be a string")
        }
        var drafts = try AnnotationPayload.list(
            body["annotations"] ?? .null, else: "annotations must be a list of annotations")
        for index in drafts.indices where drafts[index].extras["source"] == nil {
            drafts[index].extras["source"] = .string(source)
        }
        let receipt = try await conversations.replaceAnnotations(
            of: source, with: drafts, on: content, project: grant.project, author: grant.author)
        return .invariant([
            "deleted": InvariantForm.count(receipt.deleted),
            "inserted": InvariantForm.count(receipt.inserted),
        ])
    }
}
