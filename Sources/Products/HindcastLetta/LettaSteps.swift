import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Steps, and all that hangs on one.
struct LettaSteps: Sendable {
    private let services: LettaServices
    private var runs: RunReader { services.runs }

    init(_ services: LettaServices) { self.services = services }

    func list(_ request: LettaRequest) async throws -> HTTPResponse {
        guard let query = try await query(request) else { return .letta(list: [RunStep]()) { _, _ in } }
        let steps = try await runs.steps(query, project: request.project.id)
        return .letta(list: steps) { $1.write(to: &$0, project: request.project) }
    }

    func retrieve(_ request: LettaRequest) async throws -> HTTPResponse {
        let step = try await step(request)
        return .letta { step.write(to: &$0, project: request.project) }
    }

    func metrics(_ request: LettaRequest) async throws -> HTTPResponse {
        let step = try await step(request)
        guard let metrics = try await runs.metrics(of: step.key, project: request.project.id) else {
            throw LettaError.unknown("Step", step.id.description)
        }
        return .letta { step.write(metrics, to: &$0, project: request.project) }
    }

    /// `null` where no content was recorded, and for a step that is not there: clients ask before they know.
    func exchange(_ request: LettaRequest) async throws -> HTTPResponse {
        let id = try request.id(.step)
        guard let key = try await runs.step(id, project: request.project.id),
            let step = try await runs.step(key, project: request.project.id)
        else { return .letta { $0.null() } }
        return .letta(reserving: 1 << 14) { step.writeExchange(to: &$0, project: request.project) }
    }

    /// `{"feedback"?, "tags"?}`. Without `feedback`, or with null, the thumb is taken back; without `tags` those given
    /// earlier stay, and an empty list removes them.
    func setFeedback(_ request: LettaRequest) async throws -> HTTPResponse {
        let id = try request.id(.step)
        let body = try request.object()
        var value: Feedback.Value?
        if let given = body["feedback"], given != .null {
            value = given.stringValue.flatMap(Feedback.Value.init)
            guard value != nil else {
                throw LettaError.invalid(
                    "enum", in: .body("feedback"), "Input should be 'positive' or 'negative'",
                    input: given.stringValue ?? given.text,
                    context: ("expected", PythonText.literal("'positive' or 'negative'")))
            }
        }
        let tags = try tags(body["tags"])
        guard let key = try await runs.step(id, project: request.project.id),
            let step = try await runs.setFeedback(
                value, tags: tags, of: key, by: request.grant.author, project: request.project.id)
        else { throw LettaError.unknown("Step", id.description) }
        return .letta { step.write(to: &$0, project: request.project) }
    }

    func messages(_ request: LettaRequest) async throws -> HTTPResponse {
        let id = try request.id(.step)
        let page = try await MessagePage(request, runs, isAscending: true)
        guard let key = try await runs.step(id, project: request.project.id) else {
            return .letta(list: [RunStep]()) { _, _ in }
        }
        return try await page.response(of: .step(key))
    }

    private func step(_ request: LettaRequest) async throws -> RunStep {
        let id = try request.id(.step)
        guard let key = try await runs.step(id, project: request.project.id),
            let step = try await runs.step(key, project: request.project.id)
        else { throw LettaError.unknown("Step", id.description) }
        return step
    }

    private func tags(_ value: JSON?) throws(LettaError) -> [String]? {
        guard let value, value != .null else { return nil }
        let place = LettaError.Place.body("tags")
        guard let items = value.arrayValue else {
            throw .invalid("list_type", in: place, "Input should be a valid list", input: value.text)
        }
        guard items.count <= LettaLimits.tagsMax else {
            throw .invalid("too_long", in: place, "List should have at most \(LettaLimits.tagsMax) items")
        }
        var tags: [String] = []
        for item in items {
            guard let tag = item.stringValue else {
                throw .invalid("string_type", in: place, "Input should be a valid string", input: item.text)
            }
            guard tag.utf8.count <= LettaLimits.tagBytesMax else {
                throw .invalid(
                    "string_too_long", in: place,
                    "String should have at most \(LettaLimits.tagBytesMax) bytes", input: tag)
            }
            tags.append(tag)
        }
        return tags
    }

    /// Nil when no step can meet the conditions.
    private func query(_ request: LettaRequest) async throws -> StepQuery? {
        let text = request.query
        let limit = try text.limit(LettaLimits.stepsDefault)
        let isAscending = try text.isAscending(false)
        let feedback = try text.choice("feedback", Feedback.Value.allCases.map(\.rawValue))
        let hasFeedback = try text.bool("has_feedback")
        let (start, end) = (try text.time("start_date"), try text.time("end_date"))
        if let start, let end, end < start {
            throw LettaError(.badRequest, "start_date must be earlier than or equal to end_date")
        }
        var window = try await request.window(isAscending: isAscending, limit: limit, .step, "Step") {
            try await runs.place(ofStep: $0, project: request.project.id)
        }
        window.startedAfter = start
        window.startedBefore = end
        var query = StepQuery(window: window)
        query.model = text.text("model")
        query.tags = Set(text.texts("tags"))
        let traces = text.texts("trace_ids")
        query.traces = traces.isEmpty ? nil : traces.compactMap { TraceID($0) }
        switch (feedback, hasFeedback) {
        case (.some, false): return nil
        case ("positive", _): query.opinion = .positive
        case (.some, _): query.opinion = .negative
        case (nil, true): query.opinion = .any
        case (nil, false): query.opinion = StepQuery.Opinion.none
        case (nil, nil): break
        }
        if let project = text.text("project_id"), project != request.project.name { return nil }
        if let agent = text.text("agent_id") {
            guard let name = try await request.agentName(agent, runs) else { return nil }
            query.agent = name
        }
        return query
    }
}
