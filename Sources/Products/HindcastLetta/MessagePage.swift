import HindcastEngine
import HindcastHTTP
import HindcastModel

/// A page of messages: what all lists of them have in common.
struct MessagePage {
    private let request: LettaRequest
    private let runs: RunReader
    private let isAscending: Bool
    private let limit: Int
    private let after: MessagePlace?
    private let before: MessagePlace?
    private let types: Set<String>?

    init(_ request: LettaRequest, _ runs: RunReader, isAscending: Bool) async throws {
        self.request = request
        self.runs = runs
        limit = try request.query.limit(LettaLimits.pageDefault)
        self.isAscending = try request.query.isAscending(isAscending)
        let wanted = request.query.texts("include_return_message_types")
        types = wanted.isEmpty ? nil : Set(wanted)
        func place(_ name: String) async throws -> MessagePlace? {
            guard let id = try request.cursor(name, .message, "Message") else { return nil }
            guard let place = try await runs.place(ofMessage: id, project: request.project.id) else {
                throw LettaError.noCursor("Message", id.description)
            }
            return place
        }
        after = try await place("after")
        before = try await place("before")
        if let after, let before {
            let (one, two) = ((after.step, after.position), (before.step, before.position))
            try LettaRequest.check(self.isAscending ? two < one : one < two)
        }
    }

    func response(of source: MessageQuery.Source) async throws -> HTTPResponse {
        var query = MessageQuery(source, isAscending: isAscending, limit: limit)
        query.after = after
        query.before = before
        query.isWantedSession = request.conversation()
        if let types { query.isWanted = { !$0.members(types).isEmpty } }
        let messages = try await runs.messages(query, project: request.project.id)
        return .letta(list: Self.members(messages, types, isAscending: isAscending)) { writer, each in
            each.message.write(each.member, index: each.index, to: &writer)
        }
    }

    typealias Row = (message: StepMessage, index: Int, member: LettaMessage)

    /// Within a message the members are read in the same direction as the list.
    static func members(_ messages: [StepMessage], _ types: Set<String>?, isAscending: Bool) -> [Row] {
        messages.flatMap { message -> [Row] in
            let members = message.members(types)
            return (isAscending ? members : members.reversed()).map { (message, $0.index, $0.member) }
        }
    }
}
