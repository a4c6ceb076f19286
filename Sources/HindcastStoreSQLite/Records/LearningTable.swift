import HindcastModel
import HindcastStore

/// Reads and writes the tables that have one row for each project: `learned_models`, `learning_settings`, `skills`.
struct LearningTable {
    let connection: Connection

    func model(_ project: ProjectID) throws(StoreError) -> LearnedModel? {
        let load = try connection.statement(
            "SELECT name, state, texts FROM learned_models WHERE project = ?1")
        load.bind(1, project.value)
        defer { load.reset() }
        guard try load.step() else { return nil }
        return LearnedModel(name: load.text(0), state: load.blob(1), textCount: load.int(2))
    }

    func set(_ model: LearnedModel, project: ProjectID) throws(StoreError) {
        let put = try connection.statement(
            "INSERT OR REPLACE INTO learned_models(project, name, state, texts) VALUES (?1, ?2, ?3, ?4)")
        put.bind(1, project.value)
        put.bind(2, model.name)
        put.bind(3, model.state)
        put.bind(4, model.textCount)
        try put.run()
        put.clearBindings()
    }

    func settings(_ project: ProjectID) throws(StoreError) -> LearningSettings {
        let load = try connection.statement("SELECT settings FROM learning_settings WHERE project = ?1")
        load.bind(1, project.value)
        defer { load.reset() }
        return try load.step() ? LearningSettings(columnText: load.text(0)) : LearningSettings()
    }

    func set(_ settings: LearningSettings, project: ProjectID) throws(StoreError) {
        try LearningRules.check(settings)
        let put = try connection.statement(
            "INSERT OR REPLACE INTO learning_settings(project, settings) VALUES (?1, ?2)")
        put.bind(1, project.value)
        put.bind(2, settings.columnText)
        try put.run()
    }

    func skill(_ project: ProjectID) throws(StoreError) -> Skill? {
        let load = try connection.statement("SELECT content, version, updated FROM skills WHERE project = ?1")
        load.bind(1, project.value)
        defer { load.reset() }
        guard try load.step() else { return nil }
        return Skill(
            content: load.text(0), version: load.int(1), updated: Timestamp(nanoseconds: load.int64(2)))
    }

    func setSkill(_ content: String, at time: Timestamp, project: ProjectID) throws(StoreError) -> Skill {
        let known = try skill(project)
        if let known, known.content == content { return known }
        let next = Skill(content: content, version: (known?.version ?? 0) + 1, updated: time)
        let put = try connection.statement(
            "INSERT OR REPLACE INTO skills(project, content, version, updated) VALUES (?1, ?2, ?3, ?4)")
        put.bind(1, project.value)
        put.bind(2, next.content)
        put.bind(3, next.version)
        put.bind(4, next.updated.nanoseconds)
        try put.run()
        return next
    }
}
