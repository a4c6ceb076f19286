import HindcastJSON
import Testing

struct JSONValueTests {
    private let sample: JSON = [
        "name": "run", "count": 3, "ratio": 0.5, "ok": true, "none": nil, "list": [1, "two"],
    ]

    @Test("Values are reached by key and index, and by kind only where the kind is right")
    func access() {
        #expect(sample["name"]?.stringValue == "run")
        #expect(sample["count"]?.intValue == 3)
        #expect(sample["ratio"]?.doubleValue == 0.5)
        #expect(sample["ok"]?.boolValue == true)
        #expect(sample["none"]?.isNull == true)
        #expect(sample["list"]?[1]?.stringValue == "two")
        #expect(sample["list"]?[2] == nil)
        #expect(sample["list"]?[-1] == nil)
        #expect(sample["absent"] == nil)
        #expect(sample["name"]?.intValue == nil)
        #expect(sample["name"]?["x"] == nil)
        #expect(sample[0] == nil)
        #expect(sample.objectValue?.keys == ["name", "count", "ratio", "ok", "none", "list"])
    }

    @Test("Of repeated keys all are kept and the last counts")
    func duplicates() throws {
        let text = #"{"a":1,"b":2,"a":3}"#
        let value = try JSONReader.parse(text)
        #expect(value["a"] == 3)
        #expect(value.objectValue?.count == 3)
        #expect(value.text == text)
        #expect(String(decoding: value.canonical(), as: UTF8.self) == #"{"a":3,"b":2}"#)
    }

    @Test("An object is changed in place, and order is kept")
    func mutation() throws {
        var object = JSONObject([(key: "a", value: 1), (key: "b", value: 2), (key: "a", value: 3)])
        object["b"] = 20
        object["c"] = 30
        #expect(JSON.object(object).text == #"{"a":1,"b":20,"a":3,"c":30}"#)
        object["a"] = nil
        #expect(JSON.object(object).text == #"{"b":20,"c":30}"#)
        #expect(object.map(\.key) == ["b", "c"])
    }

    @Test("Keys that look alike but are other bytes are other keys")
    func unicodeKeys() throws {
        let value = try JSONReader.parse("{\"\u{e9}\":1,\"e\u{301}\":2,\"\u{2126}\":3,\"\u{3a9}\":4}")
        #expect(value["\u{e9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(value["\u{2126}"] == 3)
        #expect(value["\u{3a9}"] == 4)
        #expect(try JSONReader.parse(value.canonical()).objectValue?.count == 4)
    }

    @Test(
        "The canonical form is one for all spellings",
        arguments: [
            (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#),
            (#" [ 1 , { "z" : [ ] , "a" : { } } ] "#, #"[1,{"a":{},"z":[]}]"#),
            (#""\u0041\/\u00e9\u000a\u001F\u007f""#, "\"A/é\\n\\u001f\u{7f}\""),
            (#"{"aa":1,"a":2,"B":3,"":4}"#, #"{"":4,"B":3,"a":2,"aa":1}"#),
            ("[-0,-0.0,1.0,1,1e2,0.10]", "[0,-0.0,1.0,1,1e2,0.10]"),
            (#"{"\uD83D\uDE00":1,"\uFB33":2,"\u00f6":3}"#, "{\"\u{f6}\":3,\"\u{fb33}\":2,\"😀\":1}"),
            (#"{"a":{"d":1,"c":2},"a":{"f":1,"e":2}}"#, #"{"a":{"e":2,"f":1}}"#),
        ])
    func canonical(text: String, expected: String) throws {
        let value = try JSONReader.parse(text)
        #expect(value.canonical() == Array(expected.utf8))
        #expect(try JSONReader.parse(value.canonical()).canonical() == value.canonical())
    }

    @Test("Unequal numbers are unequal values, and so are differently written ones")
    func equality() throws {
        #expect(try JSONReader.parse("1") != JSONReader.parse("1.0"))
        #expect(try JSONReader.parse(#"{"a":1,"b":2}"#) != JSONReader.parse(#"{"b":2,"a":1}"#))
        #expect(try JSONReader.parse("[1]") == [1])
    }
}
