import HindcastJSON
import HindcastModel

/// Reads a lesson out of what a model answered, which may be anything.
enum JudgeAnswer {
    /// A lesson is shown to agents again and again; one that needs more than this has not been learned.
    static let fieldBytesMax = 2 << 10
    static let toolsMax = 20
    static let toolBytesMax = 100
    private static let contentBytesMax = 64 << 10

    /// Nil when the answer holds no lesson.
    static func lesson(in answer: JSON, generator: String) -> Lesson? {
        guard let content = answer["choices"]?[0]?["message"]?["content"]?.stringValue,
            content.utf8.count <= contentBytesMax, let fields = object(in: content)
        else { return nil }
        var lesson = Lesson(reflection: "", generator: generator)
        lesson.summary = text(fields["summary"])
        lesson.keyMistake = text(fields["key_mistake"])
        lesson.correctAction = text(fields["correct_action"])
        lesson.guidance = text(fields["guidance"])
        lesson.applicableTools = tools(fields["applicable_tools"])
        guard !lesson.guidance.isEmpty || !lesson.correctAction.isEmpty else { return nil }
        lesson.reflection = reflection(lesson)
        return lesson
    }

    /// Models like to wrap an object in a code block or in polite words.
    private static func object(in content: String) -> JSON? {
        guard let start = content.firstIndex(of: "{"), let end = content.lastIndex(of: "}"), start < end
        else {
            return nil
        }
        let limits = JSONLimits(depthMax: 8, bytesMax: contentBytesMax)
        do throws(JSONError) {
            let value = try JSONReader.parse(String(content[start...end]), limits: limits)
            return value.objectValue == nil ? nil : value
        } catch {
            return nil
        }
    }

    /// A text without control characters, cut where it is too long. Other values are no text.
    private static func text(_ value: JSON?) -> String {
        guard let text = value?.stringValue else { return "" }
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
        let words = clean.split(omittingEmptySubsequences: true) { $0 == " " }.joined(separator: " ")
        return words.utf8.count > fieldBytesMax ? words.clipped(bytesMax: fieldBytesMax) + "…" : words
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && [.control, .format, .surrogate].contains(scalar.properties.generalCategory)
    }

    /// Names only: anything longer or with blanks is prose.
    private static func tools(_ value: JSON?) -> [String] {
        var names: [String] = []
        for name in value?.arrayValue?.compactMap(\.stringValue) ?? [] where names.count < toolsMax {
            let isName =
                !name.isEmpty && name.utf8.count <= toolBytesMax
                && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            if isName, !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func reflection(_ lesson: Lesson) -> String {
        [
            lesson.summary, lesson.keyMistake.isEmpty ? "" : "Mistake: \(lesson.keyMistake)",
            lesson.correctAction.isEmpty ? "" : "Do: \(lesson.correctAction)",
            lesson.guidance.isEmpty ? "" : "Next time: \(lesson.guidance)",
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
