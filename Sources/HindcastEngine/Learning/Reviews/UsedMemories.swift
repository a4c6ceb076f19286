import HindcastJSON
import HindcastModel

/// Finds out which memories a run used, where it does not say so: those whose own words it repeats.
///
/// A run of `usedWordsMin` words of the lesson, or all of a shorter one, must stand in what the model wrote, or in what
/// it was shown later on; the prompt that gave it the memory is not counted.
struct UsedMemories {
    /// Lessons shorter than this are said by chance.
    private static let wordsMin = 4

    /// Numbers of the words that occur in lessons; all others break a run.
    private var vocabulary: [Substring: Int] = [:]
    /// Which memories a run of words belongs to, by its length.
    private var runs: [Int: [[Int]: Set<RecordID>]] = [:]

    init(_ memories: [Memory]) {
        for memory in memories {
            for text in [memory.lesson.reflection, memory.lesson.guidance] { add(text, of: memory.id) }
        }
    }

    private mutating func add(_ text: String, of memory: RecordID) {
        let numbers = Self.words(text).map { word in
            if let known = vocabulary[word] { return known }
            vocabulary[word] = vocabulary.count
            return vocabulary.count - 1
        }
        let length = min(numbers.count, LearningLimits.usedWordsMin)
        guard length >= Self.wordsMin else { return }
        for start in 0...(numbers.count - length) {
            runs[length, default: [:]][Array(numbers[start..<start + length]), default: []].insert(memory)
        }
    }

    /// Those that the messages show to have been used.
    func found(in messages: [JSON]) -> Set<RecordID> {
        var used: Set<RecordID> = []
        var given: Set<RecordID> = []
        var hasAnswered = false
        for message in messages {
            let isAnswer = message["role"]?.stringValue.map(Role.init(folding:)) == .assistant
            let told = memories(in: message)
            if isAnswer {
                hasAnswered = true
                used.formUnion(told)
            } else if hasAnswered {
                // What it is shown for the first time gives it to it, as a tool's answer may.
                used.formUnion(told.intersection(given))
                given.formUnion(told)
            } else {
                given.formUnion(told)
            }
        }
        return used
    }

    private func memories(in message: JSON) -> Set<RecordID> {
        var texts = [RunEvidence.text(of: message)]
        if let reasoning = message["reasoning"]?.stringValue { texts.append(reasoning) }
        for part in OpenAIShape.calls(message, besides: []) {
            if case .toolCall(let call) = part {
                texts.append(call.arguments.stringValue ?? call.arguments.text)
            }
        }
        return texts.reduce(into: []) { $0.formUnion(memories(in: $1)) }
    }

    private func memories(in text: String) -> Set<RecordID> {
        var found: Set<RecordID> = []
        var run: [Int] = []
        for word in Self.words(text) {
            guard let number = vocabulary[word] else {
                run.removeAll(keepingCapacity: true)
                continue
            }
            run.append(number)
            if run.count > LearningLimits.usedWordsMin { run.removeFirst() }
            for (length, known) in runs where run.count >= length {
                if let memories = known[Array(run.suffix(length))] { found.formUnion(memories) }
            }
        }
        return found
    }

    /// Letters and digits in lower case: layout and punctuation do not count.
    private static func words(_ text: String) -> [Substring] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }
    }
}
