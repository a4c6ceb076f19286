import HindcastEngine
import HindcastHTTP
import HindcastModel
import HindcastStore

/// Runs, their steps, messages and sums.
struct LettaRuns: Sendable {
    private let services: LettaServices
    private var runs: RunReader { services.runs }

    init(_ services: LettaServices) { self.services = services }

    func list(_ request: LettaRequest) async throws -> HTTPResponse { try await list(request, isActive: nil) }

    func active(_ request: LettaRequest) async throws -> HTTPResponse {
        try await list(request, isActive: true)
    }

    private func list(_ request: LettaRequest, isActive: Bool?) async throws -> HTTPResponse {
        guard let query = try await query(request, isActive: isActive) else {
            return .letta(list: [Run]()) { _, _ in }
        }
        let found = try await runs.runs(query, project: request.project.id)
        return .letta(list: found) { $1.write(to: &$0, project: request.project) }
    }

    func retrieve(_ request: LettaRequest) async throws -> HTTPResponse {
        let run = try await run(request)
        return .letta { run.write(to: &$0, project: request.project) }
    }

    func metrics(_ request: LettaRequest) async throws -> HTTPResponse {
        let run = try await run(request)
        return .letta { run.writeMetrics(to: &$0, project: request.project) }
    }

    func usage(_ request: LettaRequest) async throws -> HTTPResponse {
        let key = try await key(request)
        guard let sum = try await runs.usage(of: key, project: request.project.id) else {
            throw LettaError.unknown("Run", key.id.description)
        }
        return .letta { sum.write(to: &$0) }
    }

    func steps(_ request: LettaRequest) async throws -> HTTPResponse {
        let limit = try request.query.limit(LettaLimits.pageDefault)
        let isAscending = try request.query.isAscending(false)
        let key = try await key(request)
        let window = try await request.window(isAscending: isAscending, limit: limit, .step, "Step") {
            try await runs.place(ofStep: $0, project: request.project.id)
        }
        let steps = try await runs.steps(of: key, in: window, project: request.project.id)
        return .letta(list: steps) { $1.write(to: &$0, project: request.project) }
    }

    func messages(_ request: LettaRequest) async throws -> HTTPResponse {
        let key = try await key(request)
        let page = try await MessagePage(request, runs, isAscending: true)
        return try await page.response(of: .run(key))
    }

    /// The spans of a run in the native form.
    func spans(_ request: LettaRequest) async throws -> HTTPResponse {
        let limit = try request.query.limit(
            LettaLimits.spansDefault, max: LettaLimits.spansMax, isStrict: true)
        let key = try await key(request)
        guard let spans = try await runs.spans(of: key, limit: limit, project: request.project.id) else {
            throw LettaError.unknown("Run", key.id.description)
        }
        return .letta(list: spans) { $1.write(to: &$0, trace: key.trace) }
    }

    private func key(_ request: LettaRequest) async throws -> RunKey {
        let id = try request.id(.run)
        guard let key = try await runs.run(id, project: request.project.id) else {
            throw LettaError.unknown("Run", id.description)
        }
        return key
    }

    private func run(_ request: LettaRequest) async throws -> Run {
        let key = try await key(request)
        guard let run = try await runs.run(key, project: request.project.id) else {
            throw LettaError.unknown("Run", key.id.description)
        }
        return run
    }

    /// Nil when no run can meet the conditions.
    private func query(_ request: LettaRequest, isActive: Bool?) async throws -> RunQuery? {
        let text = request.query
        let limit = try text.limit(LettaLimits.pageDefault, isStrict: true)
        let isAscending = try text.isAscending(false)
        let stopReason = try text.choice("stop_reason", StepEnding.stopReasons)
        let background = try text.bool("background")
        let active = isActive == true ? true : try text.bool("active")
        var states = try states(text.texts("statuses"))
        if active == true { states = (states ?? [.running]).intersection([.running]) }
        let window = try await request.window(isAscending: isAscending, limit: limit, .run, "Run") {
            try await runs.place(ofRun: $0, project: request.project.id)
        }
        var query = RunQuery(window: window)
        query.states = states
        query.isWantedSession = request.conversation()
        // Nothing that was recorded ran in a background of ours.
        if background == true || states?.isEmpty ?? false { return nil }
        if let stopReason {
            guard let ending = StepEnding(stopReason: stopReason) else { return nil }
            query.ending = ending
        }
        let agents = [text.text("agent_id")].compactMap(\.self) + text.texts("agent_ids")
        guard !agents.isEmpty else { return query }
        var names: Set<String> = []
        for agent in agents { if let name = try await request.agentName(agent, runs) { names.insert(name) } }
        query.agents = names
        return names.isEmpty ? nil : query
    }

    /// Nil for all. `created` is a status that no recorded run has.
    private func states(_ names: [String]) throws(LettaError) -> Set<RunState>? {
        if names.isEmpty { return nil }
        var states: Set<RunState> = []
        for name in names {
            switch name {
            case "created": break
            case "running": states.insert(.running)
            case "completed": states.insert(.completed)
            case "failed": states.insert(.failed)
            case "cancelled": states.insert(.cancelled)
            default:
                throw LettaError(
                    .badRequest, "\(PythonText.literal(String(name.prefix(100)))) is not a valid RunStatus")
            }
        }
        return states
    }
}
