import HindcastHTTP
import HindcastJSON
import HindcastModel
import TestKit

extension NativeHouse {
    /// What the native API answers: status and JSON.
    func told(
        _ method: HTTPMethod, _ path: String, _ body: JSON? = nil, key: String? = nil
    ) async throws -> (status: Int, json: JSON) {
        let response = try await ask(
            method, "/api/hindcast/v1\(path)", body: body?.text ?? "", key: key)
        return (response.status.code, response.bodyJSON)
    }

    /// Writes down a memory and answers its id.
    func memory(_ task: String, _ more: JSON = [:]) async throws -> String {
        var body = JSONObject([("task", .string(task)), ("lesson", "Look before you leap.")])
        for (name, value) in more.objectValue ?? JSONObject() { body[name] = value }
        return try await told(.post, "/memories", .object(body)).json["id"]?.stringValue ?? ""
    }

    func value(_ memory: String) async throws -> Double? {
        try await told(.get, "/memories/\(memory)").json["q"]?.doubleValue
    }

    /// Says of the agent's run that it was given memories.
    func give(_ memories: [String]) async throws {
        let ids = JSON.array(memories.map(JSON.string))
        _ = try await told(
            .patch, "/traces/\(Self.agentRun.traceID)", ["metadata": ["hindcast.memory.ids": ids]])
    }
}
