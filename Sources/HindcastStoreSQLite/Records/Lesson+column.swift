import HindcastJSON
import HindcastModel

extension Lesson {
    /// The JSON that a column holds.
    var columnText: String {
        let object: JSON = [
            "reflection": .string(reflection), "summary": .string(summary),
            "key_mistake": .string(keyMistake),
            "correct_action": .string(correctAction), "guidance": .string(guidance),
            "tools": .array(applicableTools.map { .string($0) }), "generator": .string(generator),
        ]
        return object.text
    }

    init(columnText: String) {
        let object = Labels.object(parsing: columnText)
        func text(_ key: String) -> String { object[key]?.stringValue ?? "" }
        self.init(reflection: text("reflection"), generator: text("generator"))
        summary = text("summary")
        keyMistake = text("key_mistake")
        correctAction = text("correct_action")
        guidance = text("guidance")
        applicableTools = object["tools"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
}
