import HindcastJSON
import HindcastModel
import HindcastStore
import HindcastStoreSQLite
import Synchronization
import TestKit
import Testing

@testable import HindcastEngine

/// The learning loop over the embedded engine in a folder of its own, with a clock that stands still.
struct LearningHouse {
    let push: PushHouse
    let embedder: WordEmbedder
    let lessons: MoodyLessons
    let learning: Learning
    var project: ProjectID { push.project }
    var store: any RecordStore { push.store }

    static let author = Author(name: "ci")

    static func object(_ json: JSON) -> JSONObject { json.objectValue ?? JSONObject() }

    init(embedder: WordEmbedder = WordEmbedder()) async throws {
        try await self.init(PushHouse(), embedder: embedder)
    }

    /// Another process over the same store.
    init(_ push: PushHouse, embedder: WordEmbedder = WordEmbedder(), older: [any Embedder] = []) async throws
    {
        self.push = push
        self.embedder = embedder
        lessons = MoodyLessons()
        learning = Learning(
            conversations: push.conversations, embedder: embedder, olderEmbedders: older, lessons: lessons,
            randomness: SeededGenerator(seed: 3), retryMilliseconds: [])
    }

    func draft(
        _ task: String, _ review: ReviewDraft? = nil, given: [RecordID] = [], messages: [JSON]? = nil
    ) -> AttemptDraft {
        var draft = AttemptDraft(
            task: task,
            messages: messages ?? [
                PushHouse.said("user", .string(task)), PushHouse.said("assistant", "Done."),
            ],
            origin: "reflect", payloadBytes: 100)
        draft.memories = given.map(\.description)
        draft.review = review
        return draft
    }

    @discardableResult
    func submit(
        _ task: String, _ review: ReviewDraft? = nil, given: [RecordID] = [], messages: [JSON]? = nil
    ) async throws -> TraceID {
        try await learning.submit(
            draft(task, review, given: given, messages: messages), project: project, author: Self.author
        ).trace
    }

    func review(_ trace: TraceID, _ draft: ReviewDraft) async throws -> ReviewedAttempt? {
        try await learning.review(draft, of: trace, project: project, author: Self.author)
    }

    func correct(_ trace: TraceID, _ draft: ReviewDraft) async throws -> ReviewedAttempt? {
        try await learning.correct(
            draft, of: trace, project: project, author: Self.author, actor: "open mode")
    }

    /// A memory that was written down.
    func memory(_ task: String, q: Double? = nil, metadata: JSONObject = JSONObject()) async throws -> Memory
    {
        var draft = MemoryDraft(
            task: task, lesson: Lesson(reflection: "About \(task).", generator: Lesson.author), verdict: .pass
        )
        draft.q = q
        draft.metadata = metadata
        return try await learning.add(draft, project: project, author: Self.author)
    }

    func stored(_ trace: TraceID) async throws -> LearningRun {
        try #require(try await learning.run(trace, project: project))
    }

    func q(_ id: RecordID) async throws -> Double {
        try #require(try await learning.memory(id, project: project)).q
    }

    func history(_ id: RecordID) async throws -> [QChange] {
        try await learning.history(of: id, project: project)
    }

    func found(_ request: MemoryRequest) async throws -> [RankedMemory] {
        try await learning.query(request, project: project)
    }

    func set(_ change: (inout LearningSettings) -> Void) async throws {
        var settings = try await learning.settings(project)
        change(&settings)
        try await learning.setSettings(settings, project: project, actor: "open mode")
    }
}

/// Counts words in some two thousand places. It learns which words are said everywhere, and leaves those out.
struct WordEmbedder: Embedder {
    var name = "words-1"
    var learns = false
    /// Components more than it usually has.
    var extra = 0
    let calls = EmbedderCalls()
    /// What it cannot read.
    static let poison = "unreadable"

    func learn(from texts: [String]) -> [UInt8]? {
        guard learns else { return nil }
        var counts: [Substring: Int] = [:]
        for text in texts { for word in Set(text.split(separator: " ")) { counts[word, default: 0] += 1 } }
        let common = counts.filter { $0.value * 2 > texts.count }.keys.sorted()
        return Array("of=\(texts.count)|\(common.joined(separator: " "))".utf8)
    }

    func vectors(of texts: [String], state: [UInt8]?) async throws(EmbeddingError) -> [[Float]] {
        if let sentence = calls.refusal { throw .unavailable(sentence) }
        if texts.contains(where: { $0.contains(Self.poison) }) { throw .refused("This text has no vector.") }
        calls.add(texts.count)
        let common =
            state.map { Set(String(decoding: $0, as: UTF8.self).split { $0 == "|" || $0 == " " }) } ?? []
        return texts.map { text in
            var vector = [Float](repeating: 0, count: 2003 + extra)
            for word in text.split(separator: " ") where !common.contains(word) {
                var hash: UInt64 = 0xcbf2_9ce4_8422_2325
                for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
                vector[Int(hash % 2003)] += 1
            }
            return vector
        }
    }
}

/// What happened, told by something that is used from several tasks.
final class EmbedderCalls: Sendable {
    private let state = Mutex<(count: Int, refusal: String?)>((0, nil))

    var count: Int { state.withLock { $0.count } }
    var refusal: String? { state.withLock { $0.refusal } }
    func add(_ count: Int) { state.withLock { $0.count += count } }
    func refuse(_ sentence: String?) { state.withLock { $0.refusal = sentence } }
}

/// The template, unless it is in no mood.
final class MoodyLessons: LessonWriter {
    private let state = Mutex<(refusals: Int, calls: Int)>((0, 0))

    var calls: Int { state.withLock { $0.calls } }
    /// Fails so often.
    func refuse(_ times: Int) { state.withLock { $0.refusals = times } }

    func lesson(for run: ReviewedRun) async throws(LessonError) -> Lesson {
        let refuses = state.withLock { state in
            state.calls += 1
            guard state.refusals > 0 else { return false }
            state.refusals -= 1
            return true
        }
        if refuses { throw .unavailable("The judge is asleep.") }
        return TemplateLessons.lesson(for: run)
    }
}
