public import HindcastEngine
public import HindcastHTTP
public import HindcastModel
import HindcastStore

/// What Invariant's API needs of the house.
public struct InvariantServices: Sendable {
    /// Tells who asks on a route that is open to readers without a key; nil for somebody unknown.
    public typealias Visitor = @Sendable (HTTPRequest) async throws -> Grant?

    let conversations: Conversations
    let administration: Administration
    let time: any TimeSource
    let visitor: Visitor

    public init(
        conversations: Conversations, administration: Administration, time: any TimeSource,
        visitor: @escaping Visitor
    ) {
        self.conversations = conversations
        self.administration = administration
        self.time = time
        self.visitor = visitor
    }

    var records: any RecordStore { conversations.records }

    /// Projects have no users: the project's name stands where Invariant has the user's.
    func userName(of project: ProjectID) async throws -> String {
        try await administration.projects().first { $0.id == project }?.name ?? Project.defaultName
    }
}
