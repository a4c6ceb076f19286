import HindcastJSON
import HindcastProtobuf
import Testing

@testable import HindcastModel

@Suite struct AttributesTests {
    private static let members: [AttributeEntry] = [
        AttributeEntry(key: "text", value: .string("seven")),
        AttributeEntry(key: "empty text", value: .string("")),
        AttributeEntry(key: "", value: .string("no key")), AttributeEntry(key: "none", value: .empty),
        AttributeEntry(key: "count", value: .int(7)), AttributeEntry(key: "negative", value: .int(-7)),
        AttributeEntry(key: "largest", value: .int(.max)), AttributeEntry(key: "ratio", value: .double(0.5)),
        AttributeEntry(key: "yes", value: .bool(true)), AttributeEntry(key: "raw", value: .bytes([1, 2])),
        AttributeEntry(key: "list", value: .array([.int(1), .string("two")])),
        AttributeEntry(key: "map", value: .map([AttributeEntry(key: "k", value: .bool(false))])),
        AttributeEntry(key: String(repeating: "long.", count: 40), value: .string("a key of 200 bytes")),
        AttributeEntry(key: "long", value: .string(String(repeating: "words ", count: 5_000))),
    ]

    @Test("Every kind of value reads back as it was written, in order")
    func roundTrip() {
        let attributes = Attributes(Self.members)
        #expect(attributes.members == Self.members)
        for member in Self.members { #expect(attributes.value(member.key) == member.value) }
        #expect(attributes.value("absent") == nil && !attributes.contains("absent"))
    }

    @Test("The quick way of reading an attribute agrees with the thorough one, whatever byte is damaged")
    func quickAgreesWithThorough() throws {
        for member in Self.members.dropLast() {
            var writer = ProtobufWriter()
            member.write(to: &writer)
            for place in writer.bytes.indices {
                for flip in [0x01, 0x02, 0x08, 0x10, 0x80] as [UInt8] {
                    var bytes = writer.bytes
                    bytes[place] ^= flip
                    try compare(bytes, 0..<bytes.count)
                    try compare(bytes, 0..<bytes.count - 1)
                }
            }
        }
    }

    private func compare(_ bytes: [UInt8], _ range: Range<Int>) throws {
        guard let quick = Attributes.Entry(readingUsualKeyValue: range, in: bytes.span) else { return }
        let thorough = try Attributes.Entry(walkingKeyValue: range, in: bytes.span)
        #expect(quick.key == thorough.key && quick.wire == thorough.wire && quick.type == thorough.type)
        #expect(quick.bits == thorough.bits, "\(bytes)")
    }

    @Test(
        "The quick way takes the attributes that are common: texts, counts and empty values with short keys")
    func quickIsTaken() {
        for member in Self.members {
            var writer = ProtobufWriter()
            member.write(to: &writer)
            let quick = Attributes.Entry(readingUsualKeyValue: 0..<writer.bytes.count, in: writer.bytes.span)
            switch member.value {
            case .string, .empty: #expect((quick != nil) == (member.key.utf8.count < 128), "\(member.key)")
            case .int(let number): #expect((quick != nil) == (number >= 0))
            default: #expect(quick == nil)
            }
        }
    }

    @Test("Of a key that occurs twice the last one counts, and both are kept")
    func lastWins() {
        let attributes = Attributes([
            AttributeEntry(key: "k", value: .int(1)), AttributeEntry(key: "other", value: .int(2)),
            AttributeEntry(key: "k", value: .int(3)),
        ])
        #expect(attributes.int("k") == 3 && attributes.count == 3)
    }

    @Test("A thousand keys are each found, and no other")
    func manyKeys() {
        let attributes = Attributes(
            (0..<1_000).map { AttributeEntry(key: "key.\($0)", value: .int(Int64($0))) })
        for index in 0..<1_000 { #expect(attributes.int("key.\(index)") == Int64(index)) }
        #expect(!attributes.contains("key.1000") && !attributes.contains("key."))
        #expect(attributes.contains(prefix: "key.99") && !attributes.contains(prefix: "keys"))
    }

    @Test("Counts sent as text and texts sent as numbers are understood")
    func looseTypes() {
        let attributes = Attributes([
            AttributeEntry(key: "text count", value: .string("12")),
            AttributeEntry(key: "count", value: .int(3)),
            AttributeEntry(key: "flag", value: .string("True")),
            AttributeEntry(key: "json", value: .string("[1]")),
            AttributeEntry(key: "cut", value: .string("[1,")),
        ])
        #expect(attributes.int("text count") == 12 && attributes.string("count") == "3")
        #expect(attributes.bool("flag") == true && attributes.double("count") == 3)
        #expect(attributes.json("json") == [1] && attributes.json("cut") == "[1,")
    }

    @Test("A damaged attribute is an error, not a crash")
    func damaged() {
        #expect(throws: ProtobufError.self) {
            try Attributes(buffer: [0x0A, 0x05, 0x61], keyValues: [0..<3])
        }
        #expect(throws: ProtobufError.self) {
            try Attributes(buffer: [0x12, 0x02, 0x0A, 0x05], keyValues: [0..<4])
        }
    }
}
