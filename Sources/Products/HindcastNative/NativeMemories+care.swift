import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// What people do to memories that are there.
extension NativeMemories {
    /// Agents are not given it any more; its history stays.
    func retire(_ request: NativeRequest) async throws -> HTTPResponse {
        let memory = try await learning.retire(
            try id(request), project: request.project, actor: request.grant.actor)
        return answer(try known(memory, request))
    }

    func restore(_ request: NativeRequest) async throws -> HTTPResponse {
        let memory = try await learning.restore(
            try id(request), project: request.project, actor: request.grant.actor)
        return answer(try known(memory, request))
    }

    /// `{"ids", "lesson"?}`: those are retired in favour of this one, which takes the lesson.
    func merge(_ request: NativeRequest) async throws -> HTTPResponse {
        let body = try NativeBody(try request.object(), of: ["ids", "lesson"])
        guard let names = try body.texts("ids", countMax: NativeLimits.textsMax) else {
            throw NativeError.badRequest("`ids` is missing: the memories that this one stands for.")
        }
        var ids: [RecordID] = []
        for name in names {
            guard let id = RecordID(name) else { throw NativeError.unknown("memory", name) }
            if !ids.contains(id) { ids.append(id) }
        }
        let survivor = try await memory(request)
        let lesson = try LessonPayload(body)?.edited(survivor.lesson)
        for id in ids where try await learning.memory(id, project: request.project) == nil {
            throw NativeError.unknown("memory", id.description)
        }
        let merged = try await learning.merge(
            ids, into: survivor.id, lesson: lesson, project: request.project, actor: request.grant.actor)
        return answer(try known(merged, request))
    }

    // MARK: Values

    /// Every change of the value, oldest first.
    func history(_ request: NativeRequest) async throws -> HTTPResponse {
        let limit = try request.number(
            "limit", default: NativeLimits.pageDefault, in: 1...NativeLimits.pageMax)
        var after: Int64?
        if let text = request.text("cursor") {
            guard let number = Int64(text) else {
                throw NativeError(.badCursor("\"\(text.prefix(40))\" is no cursor of this list."))
            }
            after = number
        }
        let id = try await memory(request).id
        let changes = try await learning.history(
            of: id, after: after, limit: limit, project: request.project)
        let next = changes.count == limit ? changes.last.map { String($0.id) } : nil
        return .json(reserving: 256 * changes.count) { writer in
            writer.object { writer in
                writer.array("items", changes) { $1.write(to: &$0) }
                writer.field("next", next)
            }
        }
    }

    /// `{"q"?}`: that of a new memory unless it says another. Answers the entry of the history.
    func reset(_ request: NativeRequest) async throws -> HTTPResponse {
        let body = try NativeBody(try request.optionalObject(), of: ["q"])
        let q = try body.number("q", in: try await learning.settings(request.project).values)
        let change = try await learning.reset(
            try id(request), to: q, project: request.project, author: request.grant.author,
            actor: request.grant.actor)
        return answer(try known(change, request))
    }

    /// Takes back what one review moved. Answers the entry that does so.
    func undo(_ request: NativeRequest) async throws -> HTTPResponse {
        let memory = try await memory(request)
        let text = request.http.parameters["change"] ?? ""
        guard let number = Int64(text) else { throw NativeError.unknown("change", text) }
        let change = try await learning.undo(
            change: number, of: memory.id, project: request.project, author: request.grant.author,
            actor: request.grant.actor)
        guard let change else {
            throw NativeError(
                status: .conflict, code: "nothing_to_undo",
                message: "Change \(number) of memory \(memory.id) is no review's, or was taken back already.")
        }
        return answer(change)
    }

    private func answer(_ change: QChange) -> HTTPResponse {
        .json(reserving: 256) { change.write(to: &$0) }
    }
}
