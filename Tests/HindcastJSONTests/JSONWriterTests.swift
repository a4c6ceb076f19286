import HindcastJSON
import TestKit
import Testing

struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(reserving: 16)
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("Commas stand between values and nowhere else")
    func commas() {
        let written = text { writer in
            writer.beginObject()
            writer.key("empty")
            writer.beginArray()
            writer.endArray()
            writer.key("list")
            writer.beginArray()
            writer.int(-1)
            writer.int(UInt64.max)
            writer.string("[")
            writer.string(",")
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.null()
            writer.endArray()
            writer.bool(false)
            writer.double(1.5)
            writer.raw(Array("{\"raw\":1}".utf8))
            writer.value([1, ["a": 2]])
            writer.endArray()
            writer.key(":")
            writer.number(JSONNumber(7))
            writer.endObject()
        }
        let expected =
            #"{"empty":[],"list":[-1,18446744073709551615,"[",",",{},[null],false,1.5,{"raw":1},[1,{"a":2}]],":":7}"#
        #expect(written == expected)
    }

    @Test("Members that have no value are left out")
    func members() {
        let written = text { writer in
            writer.beginObject()
            writer.member("a", "x")
            writer.member("b", nil as String?)
            writer.member("c", 5)
            writer.member("d", nil as Int?)
            writer.member("e", 0.5)
            writer.member("f", nil as Double?)
            writer.member("g", true)
            writer.member("h", nil as Bool?)
            writer.member("i", json: .null)
            writer.member("j", json: nil)
            writer.member("k", raw: [UInt8(ascii: "1")])
            writer.member("l", raw: nil)
            writer.member("m", object: { $0.member("n", 1) })
            writer.member("o", array: { $0.int(1) })
            writer.endObject()
        }
        #expect(written == #"{"a":"x","c":5,"e":0.5,"g":true,"i":null,"k":1,"m":{"n":1},"o":[1]}"#)
    }

    @Test("Strings are escaped as little as JSON allows")
    func escapes() {
        #expect(
            text { $0.string("\"\\/\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}é\u{2028}😀") }
                == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u{7f}é\u{2028}😀\"")
        #expect(text { $0.string("") } == "\"\"")
    }

    @Test("Every control character, at every place in a word, survives writing and reading")
    func everyControl() throws {
        for scalar in UInt8(0)...0x7f {
            for position in 0..<17 {
                var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 17)
                bytes[position] = scalar
                let string = String(decoding: bytes, as: UTF8.self)
                #expect(try JSONReader.parse(JSON.string(string).serialized()) == .string(string))
            }
        }
    }

    @Test("Doubles are the shortest that read back, and what JSON cannot say is null")
    func doubles() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(try JSONReader.parse(text { $0.double(value) }).doubleValue == value)
        }
        #expect(text { $0.double(0.1) } == "0.1")
        #expect(text { $0.double(.nan) } == "null")
        #expect(text { $0.double(-.infinity) } == "null")
    }
}
