import HindcastJSON
import HindcastModel

/// A lesson as people write it: one text, or an object of its parts.
struct LessonPayload {
    private let reflection: String?
    private let parts: NativeBody?

    private static let members = [
        "reflection", "summary", "keyMistake", "correctAction", "guidance", "applicableTools",
    ]

    /// Nil when the body says nothing of a lesson.
    init?(_ body: NativeBody, _ name: String = "lesson") throws(NativeError) {
        guard body.has(name) else { return nil }
        if let text = try? body.text(name) {
            reflection = text
            parts = nil
        } else {
            parts = try body.part(name, of: Self.members)
            reflection = try parts?.text("reflection")
        }
        guard reflection.map({ !$0.allSatisfy(\.isWhitespace) }) ?? true else {
            throw body.failure(name, "must say something")
        }
    }

    /// A new lesson. Without a text of its own it is the text of its parts.
    func lesson() throws(NativeError) -> Lesson {
        let lesson = try edited(Lesson(reflection: "", generator: Lesson.author))
        guard !lesson.reflection.isEmpty else {
            throw .badRequest("`lesson` must have a `reflection`, or parts of which one is made.")
        }
        return lesson
    }

    /// A lesson with the parts that were sent in place of its own; a new text leaves no old parts behind it. Agents
    /// read the reflection: when only parts were sent it is made of them anew, and where it was no text of parts they
    /// are put behind it.
    func edited(_ former: Lesson) throws(NativeError) -> Lesson {
        let former = reflection == nil ? former : Lesson(reflection: "", generator: Lesson.author)
        var lesson = former
        lesson.generator = Lesson.author
        if let parts {
            lesson.summary = try parts.text("summary") ?? former.summary
            lesson.keyMistake = try parts.text("keyMistake") ?? former.keyMistake
            lesson.correctAction = try parts.text("correctAction") ?? former.correctAction
            lesson.guidance = try parts.text("guidance") ?? former.guidance
            lesson.applicableTools =
                try parts.texts("applicableTools", countMax: NativeLimits.textsMax) ?? former.applicableTools
        }
        if let reflection {
            lesson.reflection = reflection
        } else if former.reflection.isEmpty || !former.joined.isEmpty {
            lesson.reflection = lesson.joined
        } else {
            lesson.reflection += "\n" + lesson.joined
        }
        return lesson
    }
}
