public import HindcastModel

extension Learning {
    /// How the project learns.
    public func settings(_ project: ProjectID) async throws(LearningError) -> LearningSettings {
        throw .refused("under construction")
    }

    /// - Throws: `LearningError.refused` when a number is out of its range.
    public func setSettings(
        _ settings: LearningSettings, project: ProjectID, actor: String
    ) async throws(LearningError) {
        throw .refused("under construction")
    }

    /// The project's guide, as its memories make it now. Nil while too few of them were reviewed.
    public func skill(_ project: ProjectID) async throws(LearningError) -> Skill? {
        throw .refused("under construction")
    }
}
