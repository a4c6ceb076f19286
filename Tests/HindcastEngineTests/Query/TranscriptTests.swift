import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit
import Testing

@Suite("Transcript")
struct TranscriptTests {
    private func transcript(_ run: SampleRun, cursor: String? = nil, limit: Int = 100) async throws
        -> Transcript
    {
        let recorded = try await RecordedStore(run)
        return try #require(
            try await recorded.reader.transcript(
                of: run.traceID, project: recorded.project, cursor: cursor, limit: limit))
    }

    private func words(_ transcript: Transcript) -> [String] {
        transcript.items.map { item in
            let message = item.message
            let text = message?.text.isEmpty == false ? message?.text : message?.toolCalls.first?.name
            return
                "\(message?.role.name ?? "-"): \(text ?? message?.toolResults.first?.result.stringValue ?? "")"
        }
    }

    @Test("A run reads as one conversation: every message once, in order")
    func order() async throws {
        let found = try await transcript(OutlineTests.toolRun())
        #expect(
            words(found) == [
                "system: Be brief.", "user: Weather in Oslo?", "assistant: weather", "tool: 14 degrees",
                "assistant: Mild.",
            ])
        #expect(found.items.map(\.side) == [.input, .input, .output, .input, .output])
        #expect(found.items.map(\.origin) == [.root, .root, .root, .continuation, .continuation])
        #expect(found.next == nil)
    }

    @Test("A tool's result that no message repeats is shown where the tool ended")
    func looseTool() async throws {
        var run = SampleRun()
        run.call([OutlineTests.system, OutlineTests.hello], [OutlineTests.asks])
        run.tool("weather", id: "c1", result: "storm")
        let found = try await transcript(run)
        #expect(words(found).last == "tool: storm")
        #expect(found.items.last?.side == .tool)
        #expect(found.items.last?.kind == .tool)
    }

    @Test("A retry and an edit are marked with the span they leave")
    func branches() async throws {
        var run = SampleRun()
        let first = run.call([OutlineTests.system, OutlineTests.hello], [OutlineTests.answer])
        run.call([OutlineTests.system, OutlineTests.hello], [SampleRun.message("assistant", "Cold.")])
        run.call([OutlineTests.system, SampleRun.message("user", "And Bergen?")], [OutlineTests.answer])
        let found = try await transcript(run)
        let origins = found.items.map(\.origin)
        #expect(origins == [.root, .root, .root, .retry, .branch, .branch])
        #expect(found.items[3].branchOf == first)
        #expect(found.items[4].branchOf == first)
        #expect(found.items[4].knownCount == 1)
    }

    @Test("Pages follow each other without a gap or a repetition")
    func pages() async throws {
        let run = OutlineTests.toolRun()
        let recorded = try await RecordedStore(run)
        var cursor: String?
        var found: [String] = []
        repeat {
            let page = try #require(
                try await recorded.reader.transcript(
                    of: run.traceID, project: recorded.project, cursor: cursor, limit: 2))
            found += words(page)
            cursor = page.next
        } while cursor != nil
        #expect(found == words(try await transcript(run)))
    }

    @Test("A cursor that was never given is refused")
    func badCursor() async throws {
        await #expect(throws: StoreError.self) { try await transcript(OutlineTests.toolRun(), cursor: "zzz") }
    }
}
