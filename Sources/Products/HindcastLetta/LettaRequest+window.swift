import HindcastEngine
import HindcastHTTP
import HindcastModel
import HindcastStore

extension LettaRequest {
    /// The part of a list between `after` and `before`.
    /// - Parameter find: where the row with an id stands; nil for an unknown one.
    func window(
        isAscending: Bool, limit: Int, _ kind: ForeignID.Kind, _ noun: String,
        find: (ForeignID) async throws -> CallPlace?
    ) async throws -> CallWindow {
        var places: [CallPlace?] = []
        for name in ["after", "before"] {
            guard let id = try cursor(name, kind, noun) else {
                places.append(nil)
                continue
            }
            guard let place = try await find(id) else { throw LettaError.noCursor(noun, id.description) }
            places.append(place)
        }
        let window = CallWindow(isAscending: isAscending, after: places[0], before: places[1], limit: limit)
        if let after = window.after, let before = window.before {
            try LettaRequest.check(isAscending ? before < after : after < before)
        }
        return window
    }

    /// Cursors the wrong way round leave nothing between them, which a client would take for the end of the list.
    static func check(_ isCrossed: Bool) throws(LettaError) {
        if isCrossed {
            throw LettaError(.badRequest, "'before' must not come ahead of 'after' in the requested order")
        }
    }

    /// Nil for an id that is no agent's.
    func agentName(_ text: String, _ runs: RunReader) async throws -> String? {
        guard let id = ForeignID(text, as: .agent) else { return nil }
        return try await runs.agentName(id, project: project.id)
    }

    /// Whether a session is the one that `conversation_id` names; nil when none is named.
    func conversation() -> (@Sendable (String?) -> Bool)? {
        guard let text = query.text("conversation_id") else { return nil }
        let project = project.id
        return { session in
            session.map { ForeignID(.conversation, name: $0, project: project).description == text } ?? false
        }
    }
}
