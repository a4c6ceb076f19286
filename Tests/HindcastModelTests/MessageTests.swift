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

    @Test("Search sees text, reasoning, calls and results, and no image data")
    func searchText() {
        let text = Self.everything.searchText
        for wanted in ["21 °C", "hm", "get_weather", "Oslo", "21 C"] { #expect(text.contains(wanted)) }
        #expect(!text.contains("AAAA"))
    }
}
