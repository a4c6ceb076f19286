import HindcastJSON
import Testing

struct JSONSplitterTests {
    private func elements(_ text: String) -> [String]? {
        let bytes = Array(text.utf8)
        return JSONSplitter.elements(of: bytes.span, in: 0..<bytes.count).map { ranges in
            ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
        }
    }

    private func members(_ text: String) -> [String]? {
        let bytes = Array(text.utf8)
        return JSONSplitter.members(of: bytes.span, in: 0..<bytes.count).map { ranges in
            ranges.flatMap { [$0.key, $0.value].map { String(decoding: bytes[$0], as: UTF8.self) } }
        }
    }

    @Test("Arrays are cut at their own commas")
    func arrays() {
        #expect(elements("[]") == [])
        #expect(elements(" [ \n ] ") == [])
        #expect(elements("[1]") == ["1"])
        #expect(
            elements(" [ 1 , \"a,]\" ,{\"x\":[1,2]}, [[ ],[]] ,null ] ") == [
                "1", "\"a,]\"", "{\"x\":[1,2]}", "[[ ],[]]", "null",
            ])
        #expect(elements(#"["\"]","\\","\\\"","a long text with \"quotes\" in it, and a \\"]"#)?.count == 4)
    }

    @Test("Objects are cut into raw keys and values")
    func objects() {
        #expect(members("{}") == [])
        #expect(members(" { } ") == [])
        #expect(
            members(#"{ "a\"b" : 1 , "" : { "c" : [ ] } ,"d":"}"}"#) == [
                #"a\"b"#, "1", "", #"{ "c" : [ ] }"#, "d", "\"}\"",
            ])
    }

    @Test(
        "Broken arrays are refused",
        arguments: [
            "", " ", "[", "]", "[1", "1]", "[1,]", "[,1]", "[,]", "[1 2]", "[1,,2]", "[\"]", #"["\"]"#, "[[]",
            "[{]", "[]]",
            "[1]x", "x[1]", "{}", "[1:2]", "[\"a\"\"b\"]", "[1}", "[}]", "[[1]2]", "1", "\"[1]\"",
        ])
    func brokenArrays(text: String) {
        #expect(elements(text) == nil)
    }

    @Test(
        "Broken objects are refused",
        arguments: [
            "", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{a:1}", "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "{\"a:1}", "[]", "{\"a\":1]", "{\"a\":1}}", "{\"a\":{}", "{\"a\"::1}", "{\"}",
        ])
    func brokenObjects(text: String) {
        #expect(members(text) == nil)
    }

    @Test("A quote or a backslash is seen at every place in a word")
    func everyPosition() {
        for before in 0..<40 {
            let plain = String(repeating: "x", count: before)
            #expect(elements("[\"\(plain)\",1]") == ["\"\(plain)\"", "1"])
            #expect(elements("[\"\(plain)\\\"\(plain)\",1]") == ["\"\(plain)\\\"\(plain)\"", "1"])
            #expect(elements("[\"\(plain)é!#[]\",1]") == ["\"\(plain)é!#[]\"", "1"])
            #expect(elements("[\"\(plain)\\\\\",1]") == ["\"\(plain)\\\\\"", "1"])
        }
    }

    @Test("Only the given range is looked at")
    func ranges() {
        let bytes = Array("[[1,2],[3]]".utf8)
        #expect(JSONSplitter.elements(of: bytes.span, in: 1..<6) == [2..<3, 4..<5])
        #expect(JSONSplitter.elements(of: bytes.span, in: 1..<5) == nil)
        #expect(JSONSplitter.skipValue(in: bytes.span, from: 1, to: bytes.count) == 6)
        #expect(JSONSplitter.skipValue(in: bytes.span, from: 1, to: 5) == nil)
        #expect(JSONSplitter.skipValue(in: bytes.span, from: 3, to: bytes.count) == nil)
        #expect(JSONSplitter.skipValue(in: bytes.span, from: 11, to: 11) == nil)
    }

    @Test("Ten million brackets are walked without a stack")
    func deep() {
        let depth = 5_000_000
        let bytes =
            [UInt8](repeating: UInt8(ascii: "["), count: depth)
            + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
        #expect(JSONSplitter.elements(of: bytes.span, in: 0..<bytes.count) == [1..<(2 * depth - 1)])
    }
}
