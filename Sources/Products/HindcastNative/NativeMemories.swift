import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// Memories: listed, asked for, written down and cared for.
struct NativeMemories: Sendable {
    let learning: Learning

    init(_ services: NativeServices) { learning = services.learning }

    /// `?q=` words of task or lesson; `?retired=true` lists those too that agents are not given any more.
    func list(_ request: NativeRequest) async throws -> HTTPResponse {
        let limit = try request.number(
            "limit", default: NativeLimits.pageDefault, in: 1...NativeLimits.pageMax)
        let query = MemoryQuery(
            text: request.text("q"), includesRetired: try request.flag("retired"), limit: limit,
            cursor: request.text("cursor"))
        let page = try await learning.list(query, project: request.project)
        return .json(reserving: 1024 * page.items.count) { writer in
            writer.object { writer in
                writer.array("items", page.items) { $1.write(to: &$0) }
                writer.field("next", page.next)
            }
        }
    }

    /// The memories that help with a task, best first, and why.
    func query(_ request: NativeRequest) async throws -> HTTPResponse {
        let body = try NativeBody(
            try request.object(),
            of: [
                "task", "limit", "similarityWeight", "similarityMin", "scoreWeight", "metadata", "policy",
            ])
        var wanted = MemoryRequest(task: try body.someText("task"))
        wanted.limit = try body.whole("limit", in: 1...LearningLimits.answerMax) ?? wanted.limit
        wanted.similarityWeight = try body.number("similarityWeight", in: 0...1)
        wanted.similarityMin = try body.number("similarityMin", in: -1...1)
        wanted.scoreWeight = try body.number("scoreWeight", in: 0...1)
        wanted.metadata = try body.object("metadata").flatMap { $0.isEmpty ? nil : $0 }
        wanted.policy = try body.choice("policy", of: LearningSettings.Policy.self)
        let found = try await learning.query(wanted, project: request.project)
        return .json(reserving: 1024 * found.count) { writer in
            writer.object { $0.array("items", found) { $1.write(to: &$0) } }
        }
    }

    /// `{"task", "lesson", "verdict"?, "q"?, "toolsUsed"?, "metadata"?}`.
    func add(_ request: NativeRequest) async throws -> HTTPResponse {
        let body = try NativeBody(
            try request.object(), of: ["task", "lesson", "verdict", "q", "toolsUsed", "metadata"])
        guard let lesson = try LessonPayload(body) else {
            throw NativeError.badRequest("`lesson` is missing: a text, or an object of its parts.")
        }
        var draft = MemoryDraft(
            task: try body.someText("task"), lesson: try lesson.lesson(),
            verdict: try body.choice("verdict", of: Verdict.self))
        draft.toolsUsed = try body.texts("toolsUsed", countMax: NativeLimits.textsMax) ?? []
        draft.metadata = try body.object("metadata") ?? JSONObject()
        draft.q = try body.number("q", in: try await learning.settings(request.project).values)
        let memory = try await learning.add(draft, project: request.project, author: request.grant.author)
        return .json(reserving: 1024, status: .created) { memory.write(to: &$0) }
    }

    func get(_ request: NativeRequest) async throws -> HTTPResponse {
        answer(try await memory(request))
    }

    /// `{"task"?, "lesson"?, "isPinned"?, "metadata"?}`: what is named takes the place of what was there.
    func change(_ request: NativeRequest) async throws -> HTTPResponse {
        let body = try NativeBody(try request.object(), of: ["task", "lesson", "isPinned", "metadata"])
        let memory = try await memory(request)
        var edit = MemoryEdit()
        if body.has("task") { edit.task = try body.someText("task") }
        edit.lesson = try LessonPayload(body)?.edited(memory.lesson)
        edit.isPinned = try body.flag("isPinned")
        edit.metadata = try body.object("metadata")
        return answer(
            try known(try await learning.edit(memory.id, edit, project: request.project), request))
    }

    /// With its history. A run that names it later moves nothing.
    func delete(_ request: NativeRequest) async throws -> HTTPResponse {
        let isDeleted = try await learning.delete(
            try id(request), project: request.project, actor: request.grant.actor)
        guard isDeleted else { throw unknown(request) }
        return .empty(.noContent)
    }

    // MARK: Parts

    func id(_ request: NativeRequest) throws(NativeError) -> RecordID {
        guard let id = RecordID(request.http.parameters["mid"] ?? "") else { throw unknown(request) }
        return id
    }

    func memory(_ request: NativeRequest) async throws -> Memory {
        try known(try await learning.memory(try id(request), project: request.project), request)
    }

    func known<Found>(_ found: Found?, _ request: NativeRequest) throws(NativeError) -> Found {
        guard let found else { throw unknown(request) }
        return found
    }

    private func unknown(_ request: NativeRequest) -> NativeError {
        .unknown("memory", request.http.parameters["mid"] ?? "")
    }

    func answer(_ memory: Memory) -> HTTPResponse { .json(reserving: 1024) { memory.write(to: &$0) } }
}

extension LearningSettings {
    /// The values that a memory may be put at: as far as outcomes can move one.
    var values: ClosedRange<Double> {
        switch policy {
        case .reflect: return 0...1
        case .memrl:
            let ends = [memrl.rewardPass, memrl.rewardFail, memrl.qStart]
            return (ends.min() ?? 0)...(ends.max() ?? 1)
        }
    }
}
