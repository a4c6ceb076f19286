import HindcastBytes
import HindcastJSON
import Testing

@testable import HindcastEngine

@Suite("Ropes: large values cut at their elements")
struct RopeTests {
    /// The pieces put together again, and how many elements were cut out.
    private func rejoined(_ text: String) -> (text: String, elements: [Int]) {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var elements: [Int] = []
        guard let rope = Rope(bytes.span, 0..<bytes.count) else { return (text, []) }
        for segment in rope.segments {
            switch segment {
            case .literal(let range): output += bytes[range]
            case .list(let found, let separator):
                elements.append(found.count)
                for (index, element) in found.enumerated() {
                    if index > 0 { output += bytes[separator] }
                    output += bytes[element]
                }
            }
        }
        return (String(decoding: output, as: UTF8.self), elements)
    }

    private static let long = String(repeating: "word ", count: 120)

    @Test(
        "Every value comes back byte for byte",
        arguments: [
            "[{\"role\": \"user\", \"content\": \"\(long)\"}, {\"role\": \"assistant\"}]",
            "{\"model\": \"m\", \"messages\": [{\"c\": \"\(long)\"},{\"c\": 2}], \"tools\": [{\"t\": \"\(long)\"}] }",
            "{\"messages\":[[{\"a\":\"\(long)\"},{\"b\":1}]]}",
            "[ {\"a\":\"\(long)\"},  {\"b\":1} , {\"c\":1}]",
            "[{\"cut\": \"\(long)", "plain \(long)", "\"\(long)\"", "{\"system\":\"\(long)\",\"n\":1}",
            "[[[[[[[[\"\(long)\"]]]]]]]]", "[\(long)]",
        ])
    func faithful(_ text: String) {
        #expect(rejoined(text).text == text)
    }

    @Test("A request is cut at its messages and at its tools")
    func request() {
        let text =
            "{\"messages\":[{\"c\":\"\(Self.long)\"},{\"c\":2},{\"c\":3}],\"tools\":[{\"t\":\"\(Self.long)\"},{}]}"
        #expect(rejoined(text).elements == [3, 2])
    }

    @Test("A list of one is cut like a list of many, so that it is found again when it has grown")
    func growing() {
        #expect(rejoined("{\"messages\":[{\"c\":\"\(Self.long)\"}]}").elements == [1])
    }

    @Test("Long text that is not JSON is one element, short text stays in the body")
    func plainText() {
        #expect(rejoined("Dear model, \(String(repeating: Self.long, count: 30))").elements == [1])
        #expect(rejoined("Dear model, \(Self.long)").elements.isEmpty)
    }
}
