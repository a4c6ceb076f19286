import HindcastJSON
import HindcastModel
import HindcastStore
import HindcastStoreSQLite
import Synchronization
import TestKit
import Testing

@testable import HindcastEngine

/// Conversations over the embedded engine in a folder of its own, with a clock that stands still.
struct PushHouse {
    let folder = StoreTempFolder()
    let store: SQLiteStore
    let recorder: Recorder
    let reader: TraceReader
    let conversations: Conversations
    let time = ManualTime()
    let gate: Gate
    let project: ProjectID

    init() async throws {
        store = try SQLiteStore.open(folder: folder.file("data"))
        recorder = Recorder(store: store, normaliser: Normaliser(), disk: EndlessDisk()) { _ in }
        gate = Gate(recorder)
        reader = TraceReader(store: store, normaliser: Normaliser())
        conversations = Conversations(reader: reader, records: store, sink: gate, time: time)
        project = try await store.ensureProject(named: "default", at: Timestamp(nanoseconds: 0)).id
    }

    static let author = Author(name: "ci", key: 1)

    static func said(_ role: String, _ content: JSON, at time: String? = nil) -> JSON {
        var message = JSONObject([("role", .string(role)), ("content", content)])
        if let time { message["timestamp"] = .string(time) }
        return .object(message)
    }

    static func asked(_ id: String, _ tool: String, _ arguments: JSON) -> JSON {
        let call: JSON = [
            "id": .string(id), "type": "function",
            "function": ["name": .string(tool), "arguments": arguments],
        ]
        return ["role": "assistant", "content": nil, "tool_calls": [call]]
    }

    static func answered(_ id: String, _ content: JSON) -> JSON {
        ["role": "tool", "tool_call_id": .string(id), "content": content]
    }

    @discardableResult
    func push(_ messages: [JSON], notes: [AnnotationDraft] = []) async throws -> TraceID {
        var push = ConversationPush(origin: "test", author: Self.author, payloadBytes: 100)
        var item = ConversationPush.Item(messages: messages)
        item.annotations = notes
        push.items = [item]
        return try #require(try await conversations.push(push, project: project).conversations.first).trace
    }

    func append(_ messages: [(String, JSON)], to trace: TraceID, notes: [AnnotationDraft] = []) async throws {
        let timed = try messages.map { (time: try #require(Timestamp($0.0)), message: $0.1) }
        #expect(
            try await conversations.append(
                timed, annotations: notes, to: trace, project: project, author: Self.author, payloadBytes: 10)
        )
    }

    func content(_ trace: TraceID) async throws -> ConversationContent {
        try #require(try await conversations.content(of: trace, project: project))
    }

    func texts(_ trace: TraceID) async throws -> [String] {
        try await content(trace).messages.map { $0["content"]?.stringValue ?? "" }
    }

    func spans(_ trace: TraceID) async throws -> [SpanSummary] {
        try await store.spans(of: trace, project: project, window: nil)
    }

    func transcript(_ trace: TraceID) async throws -> [String] {
        let page = try await reader.transcript(of: trace, project: project, cursor: nil, limit: 500)
        return try #require(page).items.compactMap { item in
            item.message.map { $0.toolResults.first?.plainText ?? $0.text }
        }
    }

    /// Everything the store has against itself.
    func faults() async throws -> [String] { try await store.check { _ in } }
}

/// Lets conversations through to the recorder, or not.
final class Gate: ConversationSink {
    private let recorder: Recorder
    private let isShut = Mutex(false)
    private let meanwhile = Mutex<(@Sendable () async throws -> Void)?>(nil)

    init(_ recorder: Recorder) { self.recorder = recorder }

    func shut(_ shut: Bool) { isShut.withLock { $0 = shut } }
    /// What happens after the records of the next push were written and before its spans are.
    func meanwhile(_ act: @escaping @Sendable () async throws -> Void) { meanwhile.withLock { $0 = act } }

    func record(
        _ conversations: [ConversationDraft], records: PushRecords?, project: ProjectID, payloadBytes: Int
    ) async throws(IngestError) {
        if isShut.withLock({ $0 }) { throw .unavailable("the gate is shut") }
        let act = meanwhile.withLock { act in
            defer { act = nil }
            return act
        }
        do { try await act?() } catch { throw .unavailable("\(error)") }
        try await recorder.record(
            conversations, records: records, project: project, payloadBytes: payloadBytes)
    }
}
