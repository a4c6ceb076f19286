import HindcastEngine
public import HindcastHTTP

/// Letta's API as a table: method, path, the scope a key needs, and what answers.
public struct LettaRoutes: Sendable {
    static let product = "letta"

    /// All rows.
    public static func routes(_ services: LettaServices) -> [Route] {
        let steps = LettaSteps(services)
        let runs = LettaRuns(services)
        let agents = LettaAgents(services)
        let table = LettaTable(services)
        return [
            table.row(.get, "/steps", steps.list),
            table.row(.get, "/steps/{id}", steps.retrieve),
            table.row(.get, "/steps/{id}/metrics", steps.metrics),
            table.row(.get, "/steps/{id}/trace", steps.exchange),
            table.row(.get, "/steps/{id}/messages", steps.messages),
            table.row(.patch, "/steps/{id}/feedback", needs: "write", steps.setFeedback),
            table.row(.get, "/telemetry/{id}", steps.exchange),
            table.row(.get, "/runs", runs.list),
            table.row(.get, "/runs/active", runs.active),
            table.row(.get, "/runs/{id}", runs.retrieve),
            table.row(.get, "/runs/{id}/steps", runs.steps),
            table.row(.get, "/runs/{id}/messages", runs.messages),
            table.row(.get, "/runs/{id}/usage", runs.usage),
            table.row(.get, "/runs/{id}/metrics", runs.metrics),
            table.row(.get, "/runs/{id}/trace", runs.spans),
            table.row(.get, "/agents", agents.list),
            table.row(.get, "/agents/{id}", agents.retrieve),
            table.row(.get, "/agents/{id}/messages", agents.messages),
            table.row(.get, "/messages", agents.allMessages),
            table.row(.get, "/messages/{id}", agents.message),
            table.row(.get, "/tags", agents.tags),
            table.row(.get, "/models", agents.models),
            table.open("/health") { _ in agents.health() },
        ] + later.map { table.notOffered($0.method, $0.path, $0.feature) }
    }

    /// What only a server that runs agents can do. Answered by name rather than as an unknown path, so that nobody
    /// looks for a mistake of their own.
    private static let later: [(method: HTTPMethod, path: String, feature: String)] =
        [
            (.post, "/agents", "Creating agents"),
            (.patch, "/agents/{id}", "Changing agents"),
            (.delete, "/agents/{id}", "Deleting agents"),
            (.post, "/agents/{id}/messages", "Sending messages to agents"),
            (.post, "/agents/{id}/messages/stream", "Sending messages to agents"),
            (.post, "/agents/{id}/messages/async", "Sending messages to agents"),
            (.post, "/runs/{id}/stream", "Streaming runs"),
            (.delete, "/runs/{id}", "Deleting runs"),
        ]
        + wholes.flatMap { path, feature in
            [HTTPMethod.get, .post, .put, .patch, .delete].map { ($0, "/\(path)/*", feature) }
        }

    /// Nouns of which nothing is offered, whatever is asked of them.
    private static let wholes = [
        ("conversations", "Conversations"), ("blocks", "Memory blocks"), ("tools", "Tools"),
        ("archives", "Archives"),
        ("passages", "Passages"), ("folders", "Folders"), ("groups", "Groups"), ("identities", "Identities"),
        ("batches", "Batches"), ("mcp-servers", "MCP servers"), ("templates", "Templates"),
    ]
}
