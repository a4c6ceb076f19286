import HindcastJSON
public import HindcastModel

/// Writes lessons without a model: what the run tells of itself, put in order.
public struct TemplateLessons: LessonWriter {
    /// Characters of each part: an agent is given ten lessons at once.
    private static let taskMax = 300
    private static let partMax = 500

    public init() {}

    public func lesson(for run: ReviewedRun) async throws(LessonError) -> Lesson { Self.lesson(for: run) }

    /// The same at once: nothing here can fail.
    public static func lesson(for run: ReviewedRun) -> Lesson {
        let task = line(run.task, max: taskMax)
        let feedback = line(run.feedback ?? "", max: partMax)
        let error = line(run.errors.last ?? "", max: partMax)
        let answer = line(run.finalResponse ?? "", max: partMax)
        var lesson = Lesson(reflection: "", generator: Lesson.template)
        lesson.applicableTools = run.verdict == .pass ? run.tools : []
        switch run.verdict {
        case .pass:
            lesson.summary = "Passed: \(task)"
            lesson.correctAction = answer.isEmpty ? "" : "The answer that passed began: \(answer)"
            lesson.guidance = feedback.isEmpty ? "Do it the same way again." : feedback
        case .fail:
            lesson.summary = "Failed: \(task)"
            lesson.keyMistake =
                error.isEmpty
                ? (answer.isEmpty ? "It gave no answer." : "The answer that failed began: \(answer)")
                : "The last error was: \(error)"
            lesson.guidance =
                feedback.isEmpty ? "Do not repeat this; check the result before answering." : feedback
        }
        var parts = [lesson.summary, lesson.keyMistake, lesson.correctAction]
        if !run.tools.isEmpty { parts.append("Tools called: \(run.tools.joined(separator: ", "))") }
        parts.append((feedback.isEmpty ? "Next time: " : "Feedback: ") + lesson.guidance)
        lesson.reflection = parts.filter { !$0.isEmpty }.joined(separator: "\n")
        return lesson
    }

    /// On one line, cut off at a character.
    private static func line(_ text: String, max: Int) -> String {
        // Far more than is kept, and far less than a run may say.
        let words = text.clipped(bytesMax: 16 * max).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        return words.count > max ? words.prefix(max - 1) + "…" : words
    }
}
