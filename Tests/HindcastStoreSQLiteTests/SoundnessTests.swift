import HindcastModel
import HindcastStore
import TestKit
import Testing

@testable import HindcastStoreSQLite

@Suite("The check finds records and calls that a fault left behind")
struct SoundnessTests {
    private let folder = StoreTempFolder()

    /// Each fault with a part of the sentence that must tell of it.
    private static let faults: [(sql: String, sentence: String)] =
        TraceRecords.tables.map {
            ("DELETE FROM awaited; UPDATE \($0) SET trace = x'01'", "of \($0) names a trace that is gone")
        } + [
            ("INSERT INTO awaited SELECT project, trace_id FROM traces", "1 traces are awaited and there"),
            ("UPDATE conversations SET dataset = 77", "names a dataset that is gone"),
            ("UPDATE datasets SET next_number = 0", "has an index that its dataset would give again"),
            ("UPDATE queries SET dataset = 77", "Query row 1 names a dataset that is gone"),
            ("UPDATE agents SET spans = 5", "are counted wrongly"),
            ("DELETE FROM agents", "is named by spans and not listed"),
            (
                "UPDATE counters SET placed_span = 9; UPDATE spans SET flags = flags | 128",
                "is missing in lists"
            ),
            ("UPDATE attempts SET reviewed = 1", "Attempt row 1 is listed as reviewed and is not"),
            ("DELETE FROM memories", "Change 1 is of a memory that is gone"),
            ("UPDATE vectors SET model = 77", "Vector row 1 is of a memory or a model that is gone"),
            ("UPDATE vector_models SET project = 77", "Vector row 1 is of a memory or a model that is gone"),
            ("UPDATE memories SET q = 0.1", "The value of memory row 1 is not what its ledger makes"),
            ("DELETE FROM q_changes", "The value of memory row 1 is not what its ledger makes"),
            ("UPDATE spans SET project = 9", "is of another project than its trace"),
        ]

    @Test("Every fault is told in a sentence of its own", arguments: faults.indices)
    func fault(_ index: Int) async throws {
        let (sql, sentence) = Self.faults[index]
        let store = try SQLiteStore.open(folder: folder.file("data"))
        try await fill(store)
        #expect(try await store.check { _ in } == [])
        try await store.write { writer throws(StoreError) in
            try writer.connection.execute(sql)
            // Else a quiet moment would place the call and so repair the last fault but one.
            writer.counters.placedSpan = writer.counters.nextSpan - 1
        }
        let problems = try await store.check { _ in }
        #expect(problems.contains { $0.contains(sentence) }, "\(problems)")
        await store.close()
    }

    /// A trace with one record of each kind.
    private func fill(_ store: SQLiteStore) async throws {
        let project = try await store.ensureProject(named: "p", at: StoreBatchMaker.time(0)).id
        let (trace, time) = (StoreBatchMaker.trace(1), StoreBatchMaker.time(0))
        let author = Author(name: "ada")
        func id(_ number: UInt64) -> RecordID { RecordID(high: 1, low: number) }
        var records = PushRecords(project: project)
        var dataset = Dataset(id: id(1), project: project, name: "d", owner: author, created: time)
        dataset.queries = [SavedQuery(id: id(2), name: "q", query: "", created: time)]
        records.dataset = dataset
        records.conversations = [Conversation(project: project, trace: trace, author: author, created: time)]
        records.annotations = [
            Annotation(
                id: id(3), project: project, trace: trace, address: "", content: "", author: author,
                created: time)
        ]
        records.feedback = [
            Feedback(
                project: project, span: SpanKey(trace: trace, span: SpanID(1)), callStart: time,
                value: .positive,
                author: author, updated: time)
        ]
        records.attempts = [Attempt(project: project, trace: trace, task: "t", created: time)]
        records.reviews = [
            Review(
                id: id(4), project: project, trace: trace, verdict: .pass, mode: .inline, author: author,
                created: time)
        ]
        _ = try await store.push(records)
        let memory = Memory(
            id: id(5), project: project, task: "t",
            lesson: Lesson(reflection: "r", generator: Lesson.template),
            verdict: .pass, q: 0.5, author: author, created: time)
        _ = try await store.insertMemories([
            NewMemory(memory, vector: MemoryVector(model: "m", components: [1]))
        ])
        try await store.setShare(
            Share(project: project, trace: trace, token: "t", author: author, created: time))
        var maker = StoreBatchMaker(project)
        var record = maker.record(1, 1, kind: .llm)
        record.agentName = "planner"
        maker.add(record)
        _ = try await store.append(maker.batch)
    }
}
