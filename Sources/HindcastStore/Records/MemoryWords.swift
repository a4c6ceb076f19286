public import HindcastModel

/// The words of a `MemoryQuery`, as every engine must find them: each is contained, in any case, in the task or in a
/// text of the lesson.
public struct MemoryWords: Sendable {
    private let words: [[UInt8]]

    /// Without words everything is found.
    public init(_ text: String) {
        words = text.lowercased().split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
    }

    public func occur(in memory: Memory) -> Bool {
        if words.isEmpty { return true }
        let lesson = memory.lesson
        let texts = [
            memory.task, lesson.reflection, lesson.summary, lesson.keyMistake, lesson.correctAction,
            lesson.guidance,
        ]
        // No word holds a line feed, so none is found across two texts.
        let text = Array(texts.joined(separator: "\n").lowercased().utf8)
        return words.allSatisfy { Self.contains(text, $0) }
    }

    private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard text.count >= word.count else { return false }
        return (0...text.count - word.count).contains { start in
            var index = 0
            while index < word.count, text[start + index] == word[index] { index += 1 }
            return index == word.count
        }
    }
}
