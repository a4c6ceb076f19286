/// What is to be learned from a run.
public struct Lesson: Sendable, Equatable {
    /// The whole lesson as one text: what an agent is shown.
    public var reflection: String
    /// The run in a sentence.
    public var summary: String
    /// What went wrong; empty for a run that passed.
    public var keyMistake: String
    /// What should have been done, or what worked.
    public var correctAction: String
    /// What to do next time.
    public var guidance: String
    /// Tools that help with such a task.
    public var applicableTools: [String]
    /// Who wrote it: `template`, `author`, or the name of the model that judged.
    public var generator: String

    /// A lesson of one text.
    public init(reflection: String, generator: String) {
        self.reflection = reflection
        self.generator = generator
        summary = ""
        keyMistake = ""
        correctAction = ""
        guidance = ""
        applicableTools = []
    }

    /// Written from a template, because no judge is configured.
    public static let template = "template"
    /// Written by whoever sent it.
    public static let author = "author"
}
