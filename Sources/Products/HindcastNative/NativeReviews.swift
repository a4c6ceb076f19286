import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// The review of a run, by whichever door the run came.
struct NativeReviews: Sendable {
    private let learning: Learning

    init(_ services: NativeServices) { learning = services.learning }

    /// The run as an attempt, with `review` null while nobody judged it.
    func get(_ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        guard let run = try await learning.run(id, project: request.project) else {
            throw NativeError.unknown("trace", id.description)
        }
        return answer(ReviewedAttempt(attempt: run.attempt, review: run.review))
    }

    /// `{"verdict", "feedback"?, "alpha"?, "lesson"?}`, answered when the memory is made. The same verdict once more
    /// changes nothing, another one is a conflict.
    func add(_ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        let reviewed = try await learning.review(
            try draft(request), of: id, project: request.project, author: request.grant.author)
        guard let reviewed else { throw NativeError.unknown("trace", id.description) }
        return answer(reviewed)
    }

    /// The same body, in place of the review that the run has: what that one moved is taken back, and the audit record
    /// tells of it.
    func correct(_ request: NativeRequest) async throws -> HTTPResponse {
        let id = try request.traceID()
        let reviewed = try await learning.correct(
            try draft(request), of: id, project: request.project, author: request.grant.author,
            actor: request.grant.actor)
        guard let reviewed else { throw NativeError.unknown("trace", id.description) }
        return answer(reviewed)
    }

    private func draft(_ request: NativeRequest) throws -> ReviewDraft {
        let body = try NativeBody(try request.object(), of: ["verdict", "feedback", "alpha", "lesson"])
        guard let verdict = try body.choice("verdict", of: Verdict.self) else {
            throw NativeError.badRequest("`verdict` is missing: pass or fail.")
        }
        return ReviewDraft(
            verdict, feedback: try body.text("feedback"), step: try body.number("alpha", in: 0...1),
            lesson: try LessonPayload(body)?.lesson())
    }

    private func answer(_ reviewed: ReviewedAttempt) -> HTTPResponse {
        let attempt = reviewed.attempt
        return .json(reserving: 1024) { writer in
            writer.object { writer in
                writer.field("traceId", attempt.trace)
                writer.field("task", attempt.task)
                writer.field("finalResponse", attempt.finalResponse)
                writer.field("model", attempt.model)
                writer.field("memories", attempt.memories)
                writer.field("usedMemories", json: attempt.used.map { .array($0.map(JSON.string)) })
                writer.key("review")
                if let review = reviewed.review { review.write(to: &writer) } else { writer.null() }
            }
        }
    }
}

extension Review {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", id.description)
            writer.field("verdict", verdict.rawValue)
            writer.field("feedback", feedback)
            writer.field("alpha", step)
            writer.field("mode", mode.rawValue)
            writer.field("state", state.rawValue)
            writer.field("attempts", attempts)
            writer.field("lastError", lastError)
            writer.field("memoryId", memory?.description)
            writer.field("warnings", warnings)
            writer.field("author", author.name)
            writer.field("createdTime", created)
        }
    }
}
