import HindcastJSON
import HindcastModel

extension LearningSettings {
    private static var numbers: [(key: String, path: WritableKeyPath<LearningSettings, Double>)] {
        [
            ("step", \.step),
            ("similarity_min", \.similarityMin),
            ("similarity_weight", \.similarityWeight),
            ("score_weight", \.scoreWeight),
            ("memrl.similarity_min", \.memrl.similarityMin),
            ("memrl.similarity_mean", \.memrl.similarityMean),
            ("memrl.similarity_deviation", \.memrl.similarityDeviation),
            ("memrl.similarity_weight", \.memrl.similarityWeight),
            ("memrl.q_weight", \.memrl.qWeight),
            ("memrl.q_min", \.memrl.qMin),
            ("memrl.q_start", \.memrl.qStart),
            ("memrl.reward_pass", \.memrl.rewardPass),
            ("memrl.reward_fail", \.memrl.rewardFail),
            ("memrl.exploration", \.memrl.exploration),
            ("memrl.same_task_similarity", \.memrl.sameTaskSimilarity),
        ]
    }

    /// The JSON that a column holds.
    var columnText: String {
        var object = JSONObject()
        object["policy"] = .string(policy.rawValue)
        object["credit"] = .string(credit.rawValue)
        object["memrl.tasks_max"] = .number(JSONNumber(Int64(memrl.tasksMax)))
        object["memrl.q_floor"] = memrl.qFloor.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null
        for (key, path) in Self.numbers {
            object[key] = JSONNumber(self[keyPath: path]).map { .number($0) }
        }
        return JSON.object(object).text
    }

    /// What the text does not tell keeps the value it has where nothing was set.
    init(columnText: String) {
        self.init()
        let object = Labels.object(parsing: columnText)
        policy = object["policy"]?.stringValue.flatMap { Policy(rawValue: $0) } ?? policy
        credit = object["credit"]?.stringValue.flatMap { CreditRule(rawValue: $0) } ?? credit
        memrl.tasksMax = object["memrl.tasks_max"]?.intValue.map { Int($0) } ?? memrl.tasksMax
        if let floor = object["memrl.q_floor"] { memrl.qFloor = floor.doubleValue }
        for (key, path) in Self.numbers {
            if let value = object[key]?.doubleValue { self[keyPath: path] = value }
        }
    }
}
