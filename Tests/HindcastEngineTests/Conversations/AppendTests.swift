import HindcastJSON
import HindcastModel
import HindcastStore
import HindcastStoreSQLite
import TestKit
import Testing

@testable import HindcastEngine

@Suite("Appended messages")
struct AppendTests {
    @Test("Messages go where their times say; equal times put the new one first; spans keep their names")
    func merging() async throws {
        let house = try await PushHouse()
        let trace = try await house.push(PushTests.talk)
        let before = Set(try await house.spans(trace).map(\.id))
        try await house.append(
            [
                ("2030-01-01T00:00:00Z", PushHouse.said("assistant", "last", at: "2030-01-01T00:00:00Z")),
                ("2001-01-01T00:00:00Z", PushHouse.said("user", "first", at: "2001-01-01T00:00:00Z")),
            ], to: trace)
        try await house.append(
            [("2030-01-01T00:00:00Z", PushHouse.said("user", "before last", at: "2030-01-01T00:00:00Z"))],
            to: trace)
        let texts = [
            "first", "Be short.", "Weather?", "", "14 degrees", "Mild.", "Thanks.", "before last", "last",
        ]
        #expect(try await house.texts(trace) == texts)
        #expect(try await house.transcript(trace) == texts)
        let after = Set(try await house.spans(trace).map(\.id))
        #expect(before.isSubset(of: after))
        #expect(after.count == before.count + 1)
        #expect(try await house.content(trace).revision == 2)
        #expect(try await house.faults() == [])
    }

    @Test("Appending at the end writes the root and what is new, however long the conversation is")
    func cheapAppend() throws {
        let existing = (0..<100).map {
            ConversationDraft.Arrival(number: $0, message: PushHouse.said("assistant", .string("m\($0)")))
        }
        let created = ManualTime().now
        let late = try #require(Timestamp("2040-01-01T00:00:00Z"))
        func spans(_ time: Timestamp) -> Int {
            let merge = ConversationMerge(
                existing, created: created,
                adding: [(time: time, message: PushHouse.said("assistant", "new"))])
            var draft = ConversationDraft(
                traceID: TraceID(high: 1, low: 1), name: "n", origin: "test", created: created,
                messages: merge.messages)
            draft.unchangedCount = merge.unchangedCount
            return ConversationPlan(draft).steps.count
        }
        #expect(spans(late) == 2)
        #expect(spans(Timestamp(nanoseconds: 0)) == 102)
    }

    @Test("A time at either end of what can be told is taken")
    func extremes() async throws {
        let house = try await PushHouse()
        let last = "2262-04-11T23:47:16.854775807Z"
        let first = "1677-09-21T00:12:44Z"
        let trace = try await house.push([
            PushHouse.said("assistant", "a", at: last), PushHouse.said("assistant", "b"),
        ])
        try await house.append([(first, PushHouse.said("assistant", "c", at: first))], to: trace)
        #expect(try await house.texts(trace) == ["c", "a", "b"])
        #expect(try await house.content(trace).messages[0]["timestamp"]?.stringValue == first)
        #expect(try await house.spans(trace).map(\.start).min() == Timestamp(nanoseconds: 0))
        #expect(Timestamp("2262-04-11T23:47:16.999999999Z") == nil)
        #expect(try await house.faults() == [])
    }

    @Test("A trace that is deleted while messages are on their way to it does not come back")
    func deletedMeanwhile() async throws {
        let house = try await PushHouse()
        let trace = try await house.push(PushTests.talk)
        let (recorder, project) = (house.recorder, house.project)
        house.gate.meanwhile { _ = try await recorder.delete(.traces([trace]), project: project) }
        await #expect(throws: ConversationError.self) {
            try await house.append([("2040-01-01T00:00:00Z", PushHouse.said("user", "x"))], to: trace)
        }
        #expect(try await house.store.statistics(project: project).spans == 0)
        #expect(try await house.faults() == [])
    }

    @Test("A result that comes before its call finds it later")
    func latePairing() async throws {
        let house = try await PushHouse()
        let trace = try await house.push([PushHouse.answered("c1", "r")])
        let tool = try #require(try await house.spans(trace).first { $0.kind == .tool })
        #expect(tool.name == "tool")
        try await house.append([("2001-01-01T00:00:00Z", PushHouse.asked("c1", "f", ["x": 1]))], to: trace)
        let paired = try #require(try await house.reader.span(tool.id, of: trace, project: house.project))
        #expect(paired.reading.tool?.name == "f")
        #expect(paired.reading.tool?.arguments == ["x": 1])
    }

    @Test(
        "Forty clients append at once: each message is there once, in order of time, and the store is sound")
    func together() async throws {
        let house = try await PushHouse()
        let trace = try await house.push(
            [PushHouse.said("user", "start")],
            notes: [AnnotationDraft(address: "messages[0].content", content: "n")])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let minute = number < 10 ? "0\(number)" : "\(number)"
                let time = "20\(number % 2 == 0 ? "01" : "40")-01-01T00:\(minute):00Z"
                group.addTask {
                    try await house.append(
                        [(time, PushHouse.said("user", .string(time), at: time))], to: trace)
                }
            }
            try await group.waitForAll()
        }
        let texts = try await house.texts(trace)
        #expect(texts.count == 41)
        #expect(texts.filter { $0 != "start" } == texts.filter { $0 != "start" }.sorted())
        #expect(texts[20] == "start")
        let content = try await house.content(trace)
        #expect(
            try await house.conversations.annotations(on: content, project: house.project).map(\.address) == [
                "messages[20].content"
            ])
        #expect(content.revision == 40)
        #expect(try await house.faults() == [])
    }

    @Test(
        "After an append that failed, remarks still stand at their messages, and the failed ones are not seen"
    )
    func failedAppend() async throws {
        let house = try await PushHouse()
        let trace = try await house.push(
            PushTests.talk, notes: [AnnotationDraft(address: "messages[1]", content: "old")])
        house.gate.shut(true)
        let early = ("2001-01-01T00:00:00Z", PushHouse.said("user", "early"))
        let note = AnnotationDraft(address: "messages[0]", content: "new")
        await #expect(throws: ConversationError.self) {
            try await house.append([early], to: trace, notes: [note])
        }
        func remarks() async throws -> [String] {
            let content = try await house.content(trace)
            return try await house.conversations.annotations(on: content, project: house.project)
                .map { "\($0.address) \($0.content)" }
        }
        #expect(try await remarks() == ["messages[1] old"])
        house.gate.shut(false)
        try await house.append([early], to: trace, notes: [note])
        #expect(try await remarks() == ["messages[2] old", "messages[0] new"])
    }

    @Test("What was not pushed cannot be added to", arguments: [true, false])
    func foreignRun(isKnown: Bool) async throws {
        let house = try await PushHouse()
        var run = SampleRun()
        run.call([SampleRun.message("user", "Hello")], [SampleRun.message("assistant", "Hi")])
        if isKnown {
            try await house.recorder.record(
                Delivery(spans: run.spans, payloadBytes: 10), project: house.project)
        }
        let taken = try await house.conversations.append(
            [(time: house.time.now, message: PushHouse.said("user", "x"))], annotations: [], to: run.traceID,
            project: house.project, author: PushHouse.author, payloadBytes: 1)
        #expect(!taken)
    }

    @Test("Remarks follow their messages through random insertions", arguments: 1...12 as ClosedRange<UInt64>)
    func rebasing(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let house = try await PushHouse()
        let trace = try await house.push(
            (0..<5).map { PushHouse.said("user", .string("m\($0)")) },
            notes: (0..<5).map { AnnotationDraft(address: "messages.\($0).content:0-2", content: "m\($0)") })
        for round in 0..<4 {
            let year = [1990, 2000, 2010, 2040, 2050][Int.random(in: 0..<5, using: &random)]
            let time = "\(year)-01-01T00:00:0\(round)Z"
            let count = try await house.content(trace).entries.count
            let at = Int.random(in: 0..<count, using: &random)
            try await house.append(
                [(time, PushHouse.said("user", .string("r\(round)"), at: time))], to: trace)
            let content = try await house.content(trace)
            let text = content.messages[at]["content"]?.stringValue ?? ""
            let draft = AnnotationDraft(address: "messages[\(at)]", content: text)
            _ = try await house.conversations.annotate(
                draft, on: content, project: house.project, author: PushHouse.author)
        }
        let content = try await house.content(trace)
        for note in try await house.conversations.annotations(on: content, project: house.project) {
            let index = try #require(Address(note.address)?.messageIndex)
            #expect(content.messages[index]["content"]?.stringValue == note.content)
            #expect(note.isResolved)
        }
    }
}

@Suite("Remarks on runs")
struct AnnotationServiceTests {
    @Test("A thumb at an answer is the call's feedback, set by any door, and takes no tag away")
    func thumbs() async throws {
        let house = try await PushHouse()
        let trace = try await house.push(
            PushTests.talk,
            notes: [AnnotationDraft(address: "messages.4.content", content: ":feedback:thumbs-up")])
        let call = try #require(try await house.spans(trace).last { $0.kind == .llm })
        let key = SpanKey(trace: trace, span: call.id)
        var feedback = try #require(try await house.store.feedback(of: key, project: house.project))
        #expect(feedback.value == .positive)
        #expect(feedback.callStart == call.start)
        feedback.tags = ["slow"]
        feedback.value = .negative
        _ = try await house.store.setFeedback(feedback, keepingTags: false)
        let content = try await house.content(trace)
        let shown = try #require(
            try await house.conversations.annotations(on: content, project: house.project).first)
        #expect(shown.content == ":feedback:thumbs-down")
        #expect(shown.address == "messages[4]")
        let plain = Conversations.AnnotationChange(content: "in words")
        let changed = try await house.conversations.change(
            shown, to: plain, on: content, project: house.project)
        #expect(changed?.content == "in words")
        let left = try await house.store.feedback(of: key, project: house.project)
        #expect(left?.value == nil)
        #expect(left?.tags == ["slow"])
        #expect(
            try await house.conversations.annotations(on: content, project: house.project).map(\.content) == [
                "in words"
            ])
    }

    @Test("Any run can be annotated: its messages are those of its transcript")
    func anyRun() async throws {
        let house = try await PushHouse()
        var run = SampleRun()
        let question = SampleRun.message("user", "Weather in Oslo?")
        let asks = SampleRun.toolCall("c1", "weather", ["city": "Oslo"])
        run.call([question], [asks])
        run.call(
            [question, asks, SampleRun.toolResult("c1", "14 degrees")],
            [SampleRun.message("assistant", "Mild.")])
        try await house.recorder.record(Delivery(spans: run.spans, payloadBytes: 10), project: house.project)
        let content = try await house.content(run.traceID)
        #expect(
            content.messages.map { $0["role"]?.stringValue } == ["user", "assistant", "tool", "assistant"])
        let draft = AnnotationDraft(
            address: "messages[1].tool_calls[0].function.arguments.city:0-2", content: "n")
        let note = try await house.conversations.annotate(
            draft, on: content, project: house.project, author: PushHouse.author)
        #expect(note.isResolved)
        let thumb = AnnotationDraft(address: "messages[3]", content: ":feedback:thumbs-down")
        _ = try await house.conversations.annotate(
            thumb, on: content, project: house.project, author: PushHouse.author)
        let feedback = try await house.store.feedback(of: run.traceID, project: house.project)
        #expect(feedback.map(\.value) == [.negative])
        #expect(feedback.first?.span.span == content.entries[3].call)
    }
}

@Suite("Images in messages")
struct ImageExtractionTests {
    static let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    private func part(_ url: String) -> JSON {
        ["type": "image_url", "image_url": ["url": .string(url), "detail": "low"]]
    }

    @Test("Every form of the same image is kept once, and written again it is what was sent")
    func forms() throws {
        let url = "data:image/png;base64,\(Self.png)"
        let messages: [JSON] = [
            PushHouse.said("tool", .string("base64_img: \(Self.png)")),
            PushHouse.said("tool", .string("local_base64_img: \(Self.png)")),
            PushHouse.said("user", [["type": "text", "text": "look"], part(url)]),
            PushHouse.said("tool", .string(url)),
        ]
        let found = ImageExtraction(messages)
        #expect(found.found.map(\.mimeType) == ["image/png"])
        let image = try #require(found.found.first)
        let restored = JSON.array(found.messages).replacingImages {
            $0.digest == image.digest ? image.dataURL : nil
        }
        #expect(restored[2] == messages[2])
        #expect(restored[3] == messages[3])
        #expect(restored[0]?["content"]?.stringValue == url)
    }

    @Test(
        "What is no image that may be shown, or would come back otherwise, stays as it is",
        arguments: [
            "base64_img: !!!", "base64_img: aGVsbG8=", "data:image/svg+xml;base64,PHN2Zy8+",
            "data:image/jpg;base64,\(png)", "data:image/png;base64,\(png)\n", "data:text/html;base64,PGI+",
            "base64_img:",
        ])
    func untouched(text: String) {
        let messages = [PushHouse.said("user", .string(text)), PushHouse.said("user", [part(text)])]
        let found = ImageExtraction(messages)
        #expect(found.messages == messages)
        #expect(found.found.isEmpty)
    }
}
