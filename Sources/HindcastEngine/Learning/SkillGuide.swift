import HindcastModel

/// One guide in Markdown, of the lessons of a project that are worth most.
struct SkillGuide {
    private var reviewedCount = 0
    private var passed: [Memory] = []
    private var failed: [Memory] = []

    mutating func add(_ memory: Memory) {
        guard memory.retired == nil, let verdict = memory.verdict else { return }
        reviewedCount += 1
        switch verdict {
        case .pass: Self.add(memory, to: &passed)
        case .fail: Self.add(memory, to: &failed)
        }
    }

    /// Keeps the best, the newer of equals first.
    private static func add(_ memory: Memory, to best: inout [Memory]) {
        let place = best.firstIndex { precedes(memory, $0) } ?? best.count
        guard place < LearningLimits.skillLessonsMax else { return }
        best.insert(memory, at: place)
        if best.count > LearningLimits.skillLessonsMax { best.removeLast() }
    }

    private static func precedes(_ one: Memory, _ other: Memory) -> Bool {
        if one.q != other.q { return one.q > other.q }
        return one.created == other.created ? one.id < other.id : one.created > other.created
    }

    /// Nil while too few memories were reviewed. It tells no times and no values, so that it only changes with what it
    /// says.
    var content: String? {
        guard reviewedCount >= LearningLimits.skillMemoriesMin else { return nil }
        var lines = [
            "---", "name: lessons-of-this-project",
            "description: What earlier runs of this project taught. Read before you begin a task like theirs.",
            "---", "", "# Lessons of this project",
        ]
        lines += section("What worked", passed)
        lines += section("What went wrong", failed)
        let tools = tools
        if !tools.isEmpty {
            lines += ["", "## Tools that helped", ""] + tools.map { "- \(Self.line($0))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ memories: [Memory]) -> [String] {
        guard !memories.isEmpty else { return [] }
        return ["", "## \(title)"]
            + memories.flatMap { ["", "### \(Self.line($0.task))", "", Self.advice($0)] }
    }

    private var tools: [String] {
        var seen: Set<String> = []
        return (passed + failed).flatMap(\.lesson.applicableTools).filter { seen.insert($0).inserted }
    }

    private static func advice(_ memory: Memory) -> String {
        let lesson = memory.lesson
        let parts = [
            ("Avoid", lesson.keyMistake), ("Do", lesson.correctAction), ("Next time", lesson.guidance),
        ]
        .filter { !$0.1.isEmpty }
        guard !parts.isEmpty else { return Self.unheaded(lesson.reflection) }
        return parts.map { "- \($0.0): \(line($0.1))" }.joined(separator: "\n")
    }

    /// On one line: a task or a tool must not open sections of its own.
    private static func line(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 300 ? words.prefix(299) + "…" : words
    }

    /// Quoted, so that headings and front matter in a lesson stay its own.
    private static func unheaded(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { "> \($0)" }
            .joined(separator: "\n")
    }
}
