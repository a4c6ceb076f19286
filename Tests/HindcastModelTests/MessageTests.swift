import HindcastJSON
import HindcastModel
import Testing

@Suite("Messages")
struct MessageTests {
    static let everything = Message(
        role: .assistant,
        parts: [
            .text("It is 21 °C.\n\"quoted\""),
            .reasoning(Reasoning(text: "hm", signature: "sig", isRedacted: true)),
            .toolCall(ToolCall(id: "call_1", name: "get_weather", arguments: ["city": "Oslo", "a": 1])),
            .toolResult(ToolResult(id: "call_1", result: "21 C", isError: true)),
            .media(Media(kind: .image, mimeType: "image/png", source: .base64("AAAA"))),
            .media(Media(kind: .file, mimeType: nil, source: .fileID("file-1"))),
            .media(Media(kind: .audio, mimeType: nil, source: .uri("https://example.org/a.wav"))),
            .json(["odd": [1, 2.5, nil]]),
        ], name: "helper")

    @Test("A message survives its stored form")
    func roundTrip() throws {
        let bytes = Self.everything.canonical()
        let read = try #require(Message(canonical: bytes))
        #expect(read.canonical() == bytes)
        #expect(read.role == .assistant)
        #expect(read.parts.count == Self.everything.parts.count)
        #expect(read.text == "It is 21 °C.\n\"quoted\"")
    }

    @Test("Tool arguments in another order are the same message")
    func argumentOrder() {
        let one = Message(
            role: .assistant, parts: [.toolCall(ToolCall(id: "1", name: "f", arguments: ["a": 1, "b": 2]))])
        let other = Message(
            role: .assistant, parts: [.toolCall(ToolCall(id: "1", name: "f", arguments: ["b": 2, "a": 1]))])
        #expect(one.canonical() == other.canonical())
    }

    @Test("The name of a tool does not change the identity of its result")
    func resultName() {
        let named = Message(role: .tool, parts: [.toolResult(ToolResult(id: "1", name: "f", result: "ok"))])
        let plain = Message(role: .tool, parts: [.toolResult(ToolResult(id: "1", result: "ok"))])
        #expect(named.canonical() == plain.canonical())
    }

    @Test("Search sees text, reasoning, calls, results, addresses and unknown parts, and no image data")
    func searchText() throws {
        let text = try #require(Message.searchText(canonical: Self.everything.canonical()))
        #expect(
            text == """
                It is 21 °C.
                "quoted"
                hm
                get_weather
                {"a":1,"city":"Oslo"}
                21 C
                https://example.org/a.wav
                {"odd":[1,2.5,null]}
                """)
    }

    @Test("Structured results and arguments that are text are searched, data in an address is not")
    func searchTextOfOddParts() throws {
        let data = "data:image/png;base64," + String(repeating: "A", count: 3000)
        let message = Message(
            role: .tool,
            parts: [
                .toolCall(ToolCall(id: nil, name: "f", arguments: "not \"JSON\"")),
                .toolResult(ToolResult(id: nil, result: ["line": "one\ntwo"])),
                .media(Media(kind: .image, mimeType: nil, source: .uri(data))), .json("a \"word\""),
            ])
        let text = try #require(Message.searchText(canonical: message.canonical()))
        #expect(
            text == #"""
                f
                not "JSON"
                {"line":"one\ntwo"}
                "a \"word\""
                """#)
    }

    @Test("What is no message in its stored form has no text")
    func searchTextOfOtherBytes() {
        for text in [
            "", "{}", "[]", #"{"role":"user"}"#, #"{"role":"user","parts":{}}"#, #"{"parts":[{"text":"#,
        ] {
            #expect(Message.searchText(canonical: Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test("A stored form that was cut short anywhere has no text, unless only its end is missing")
    func searchTextOfCutBytes() {
        let bytes = Self.everything.canonical()
        for count in 0..<bytes.count - 1 {
            #expect(Message.searchText(canonical: Array(bytes[..<count])) == nil, "\(count)")
        }
    }
}
