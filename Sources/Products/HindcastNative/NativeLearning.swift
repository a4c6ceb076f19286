import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

/// How the project learns, and the guide that its memories make.
struct NativeLearning: Sendable {
    private let learning: Learning

    init(_ services: NativeServices) { learning = services.learning }

    func settings(_ request: NativeRequest) async throws -> HTTPResponse {
        answer(try await learning.settings(request.project))
    }

    /// What is named takes the place of what was set; all of it or nothing.
    func change(_ request: NativeRequest) async throws -> HTTPResponse {
        var settings = try await learning.settings(request.project)
        try SettingsPayload(try request.object()).apply(to: &settings)
        try await learning.setSettings(settings, project: request.project, actor: request.grant.actor)
        return answer(settings)
    }

    func skill(_ request: NativeRequest) async throws -> HTTPResponse {
        guard let skill = try await learning.skill(request.project) else {
            let least = LearningLimits.skillMemoriesMin
            throw NativeError(
                status: .notFound, code: "not_found",
                message: "This project has no guide yet: it takes \(least) memories of reviewed runs.")
        }
        return .json(reserving: skill.content.utf8.count + 128) { writer in
            writer.object { writer in
                writer.field("content", skill.content)
                writer.field("version", skill.version)
                writer.field("updatedTime", skill.updated)
            }
        }
    }

    private func answer(_ settings: LearningSettings) -> HTTPResponse {
        .json(reserving: 1024) { settings.write(to: &$0) }
    }
}
