import HindcastBytes
import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore
import HindcastStoreSQLite
import Synchronization
import TestKit
import Testing

@testable import HindcastEngine

/// What recording costs on disk, and what happens when the disk has no more.
@Suite("The price of recording")
struct RecorderCostTests {
    /// Runs of sixty steps in OpenInference's flattened form, each step repeating all before it.
    private static func runs(_ count: Int, withInputValue: Bool) -> [Delivery] {
        var random = StoreRandom(seed: 7)
        return (1...count).map { number in
            var run = SampleRun(UInt64(number), startMilliseconds: Int64(number) * 100_000)
            var talk = [("system", words(150, &random)), ("user", words(60, &random))]
            for step in 0..<60 {
                let answer = words(40, &random)
                run.span("step \(step)", attributes(talk, answer, withInputValue))
                talk += [("assistant", answer), ("user", words(80, &random))]
            }
            return Delivery(spans: run.spans, payloadBytes: 1 << 20)
        }
    }

    private static func attributes(
        _ talk: [(role: String, text: String)], _ answer: String, _ withInputValue: Bool
    ) -> [(String, AttributeValue)] {
        var found: [(String, AttributeValue)] = [
            ("openinference.span.kind", .string("LLM")), ("llm.model_name", .string("gpt-4o")),
            ("llm.output_messages.0.message.role", .string("assistant")),
            ("llm.output_messages.0.message.content", .string(answer)),
        ]
        for (index, message) in talk.enumerated() {
            let key = "llm.input_messages.\(index).message."
            found += [(key + "role", .string(message.role)), (key + "content", .string(message.text))]
        }
        if withInputValue {
            let list = talk.map { message -> JSON in
                ["role": .string(message.role), "content": .string(message.text)]
            }
            let body: JSON = ["messages": .array(list), "model": "gpt-4o", "temperature": 0]
            found += [("input.value", .string(body.text)), ("input.mime_type", .string("application/json"))]
        }
        return found
    }

    private static func words(_ count: Int, _ random: inout StoreRandom) -> String {
        (0..<count).map { _ in String(UInt64.random(in: 0..<(1 << 40), using: &random), radix: 36) }
            .joined(separator: " ")
    }

    @Test("A request repeated whole in input.value costs less than a tenth more on disk")
    func inputValue() async throws {
        let empty = try await RecordingHouse().bytesWhenClosed()
        var bytes: [Int64] = []
        for withInputValue in [false, true] {
            let house = try await RecordingHouse()
            for delivery in Self.runs(8, withInputValue: withInputValue) { try await house.record(delivery) }
            bytes.append(try await house.bytesWhenClosed() - empty)
        }
        #expect(bytes[1] <= bytes[0] + bytes[0] / 10, "\(bytes)")
    }

    @Test("Of a run of sixty steps each message is read once, however often it is repeated")
    func readOnce() {
        let reads = Mutex(0)
        var interner = Interner()
        var batch = TraceBatch()
        let spans = Self.runs(1, withInputValue: true).flatMap(\.spans)
        for span in spans {
            let list = Normaliser().read(span, logs: [], detail: .columns).inputMessages
            let counted = MessageList(keys: list.keys) { index in
                reads.withLock { $0 += 1 }
                return list.messages(at: index)
            }
            _ = interner.intern(PathDraft(counted), project: ProjectID(1), into: &batch)
        }
        // A system prompt and a question, then an answer and a question at each of the 59 later steps.
        #expect(reads.withLock { $0 } == 2 + 59 * 2)
        #expect(batch.nodes.count == 2 + 59 * 2)
    }

    @Test("Deleting runs and collecting garbage gives the space back")
    func deletion() async throws {
        let house = try await RecordingHouse()
        let empty = try await house.bytesOnDisk()
        let runs = Self.runs(4, withInputValue: true)
        for delivery in runs { try await house.record(delivery) }
        let full = try await house.bytesOnDisk() - empty
        let traces = Set(runs.dropFirst().flatMap(\.spans).map(\.traceID))
        _ = try await house.recorder.delete(.traces(Array(traces)), project: house.project)
        let less = try await house.bytesOnDisk() - empty
        #expect(less * 2 < full, "\(full) to \(less)")
        #expect(try await house.store.check { _ in } == [])
        let kept = try #require(runs.first?.spans.last)
        let view = try await house.reader.span(kept.spanID, of: kept.traceID, project: house.project)
        #expect(try SpanBytes(#require(view).draft) == SpanBytes(kept))

        // What was deleted can be recorded again, though the recorder once knew all its messages.
        for delivery in runs { try await house.record(delivery) }
        #expect(try await house.store.statistics(project: house.project).spans == 240)
        #expect(try await house.store.check { _ in } == [])
        await house.close()
    }

    @Test("With the disk full nothing is taken, reading goes on, and recording resumes when there is room")
    func diskFull() async throws {
        let disk = SettableDisk(freeBytes: .max)
        let house = try await RecordingHouse(disk: disk)
        var run = SampleRun()
        run.call([SampleRun.message("user", "Hello")], [SampleRun.message("assistant", "Hi")])
        try await house.record(run)

        disk.set(freeBytes: 1 << 20)
        let large = Delivery(spans: SampleRun.many(2500), payloadBytes: 1 << 20)
        let refused = await #expect(throws: IngestError.self) { try await house.record(large) }
        guard case .diskFull(let sentence) = refused else {
            Issue.record("\(String(describing: refused)) instead of a full disk")
            return
        }
        #expect(sentence.contains("1 MiB"))
        #expect(try await house.newMessages(run.traceID) == [1])
        let logs = Delivery(logs: try RecordedCapture.delivery("claude-code").logs, payloadBytes: 1000)
        await #expect(throws: IngestError.self) { try await house.record(logs) }

        disk.set(freeBytes: .max)
        try await house.record(logs)
        #expect(try await house.store.statistics(project: house.project).logs == Int64(logs.logs.count))
        await house.close()
    }

    @Test("Few large requests fill a disk as well as many small ones: both are noticed")
    func largeRequests() async throws {
        let disk = SettableDisk(freeBytes: .max)
        let house = try await RecordingHouse(disk: disk)
        var run = SampleRun()
        run.call([SampleRun.message("user", "Hello")], [SampleRun.message("assistant", "Hi")])
        try await house.record(run)
        disk.set(freeBytes: 0)
        let large = Delivery(spans: run.spans, payloadBytes: 48 << 20)
        await #expect(throws: IngestError.self) { try await house.record(large) }
        await house.close()
    }
}

extension SampleRun {
    /// Small spans of one trace.
    fileprivate static func many(_ count: Int) -> [SpanDraft] {
        var run = SampleRun(9)
        for number in 0..<count { run.span("span \(number)", []) }
        return run.spans
    }
}
