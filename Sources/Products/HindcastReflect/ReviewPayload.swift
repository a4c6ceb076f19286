import HindcastEngine
import HindcastJSON
import HindcastModel

/// A review as it comes, with its run or later.
struct ReviewPayload {
    let draft: ReviewDraft

    init(_ body: ReflectBody) throws(ReflectError) {
        guard let word = try body.text("result", bytesMax: ReflectLimits.nameBytesMax) else {
            throw body.failure("result", "is required")
        }
        guard let verdict = Verdict(folding: word) else {
            throw body.failure("result", "must be pass or fail")
        }
        draft = ReviewDraft(
            verdict, feedback: try body.text("feedback_text", bytesMax: ReflectLimits.textBytesMax),
            step: try body.number("alpha", in: 0...1), lesson: try Self.lesson(body))
    }

    /// An authored reflection: an object of its parts, or one text.
    private static func lesson(_ body: ReflectBody) throws(ReflectError) -> Lesson? {
        if body.all["reflection"]?.stringValue != nil {
            let text = try body.someText("reflection", bytesMax: ReflectLimits.textBytesMax)
            return Lesson(reflection: text, generator: Lesson.author)
        }
        guard let parts = try body.part("reflection") else { return nil }
        func part(_ name: String) throws(ReflectError) -> String {
            try parts.text(name, bytesMax: ReflectLimits.textBytesMax) ?? ""
        }
        var lesson = Lesson(reflection: try part("reflection"), generator: Lesson.author)
        lesson.summary = try part("summary")
        lesson.keyMistake = try part("key_mistake")
        lesson.correctAction = try part("correct_action")
        lesson.guidance = try part("guidance")
        lesson.applicableTools =
            try parts.texts(
                "applicable_tools", countMax: ReflectLimits.toolsMax, bytesMax: ReflectLimits.nameBytesMax)
            ?? []
        if lesson.reflection.isEmpty { lesson.reflection = lesson.joined }
        guard !lesson.reflection.isEmpty else { throw body.failure("reflection", "must say something") }
        return lesson
    }
}
