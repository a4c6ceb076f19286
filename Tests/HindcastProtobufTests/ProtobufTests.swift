import HindcastProtobuf
import TestKit
import Testing

struct ProtobufTests {
    private func fields(_ bytes: [UInt8]) throws(ProtobufError) -> [ProtobufField] {
        var cursor = ProtobufCursor(0..<bytes.count)
        var fields: [ProtobufField] = []
        while let field = try cursor.next(in: bytes.span) { fields.append(field) }
        return fields
    }

    @Test("The encoding guide's examples are read")
    func examples() throws {
        #expect(try fields([0x08, 0x96, 0x01]) == [ProtobufField(number: 1, value: .varint(150))])
        let text: [UInt8] = [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]
        #expect(try fields(text) == [ProtobufField(number: 2, value: .bytes(2..<9))])
        #expect(utf8String(text.span, 2..<9) == "testing")
        #expect(try fields([]) == [])
    }

    @Test("Whatever is written is read back", arguments: [0, 1, 127, 128, 16_383, 16_384, UInt64.max])
    func roundTrip(value: UInt64) throws {
        var writer = ProtobufWriter()
        writer.varint(1, value)
        writer.fixed64(2, value)
        writer.fixed32(3, UInt32(truncatingIfNeeded: value))
        writer.int64(4, -1)
        writer.bool(5, true)
        writer.double(6, -0.5)
        writer.varint(536_870_911, value)
        #expect(
            try fields(writer.bytes) == [
                ProtobufField(number: 1, value: .varint(value)),
                ProtobufField(number: 2, value: .fixed64(value)),
                ProtobufField(number: 3, value: .fixed32(UInt32(truncatingIfNeeded: value))),
                ProtobufField(number: 4, value: .varint(.max)),
                ProtobufField(number: 5, value: .varint(1)),
                ProtobufField(number: 6, value: .fixed64((-0.5).bitPattern)),
                ProtobufField(number: 536_870_911, value: .varint(value)),
            ])
    }

    @Test("A message inside another has its length before it", arguments: [0, 1, 127, 128, 16_383, 16_384])
    func nested(length: Int) throws {
        let body = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        var plain = ProtobufWriter()
        plain.bytes(1, body)
        plain.varint(2, 3)
        var nested = ProtobufWriter()
        nested.message(1) { $0.bytes += body }
        nested.varint(2, 3)
        #expect(nested.bytes == plain.bytes)
    }

    @Test(
        "Messages nest, whatever the length of their length",
        arguments: [0, 1, 125, 126, 127, 128, 20_000, 3_000_000])
    func nested(byteCount: Int) throws {
        let content = [UInt8](repeating: 7, count: byteCount)
        var writer = ProtobufWriter()
        writer.message(1) { outer in
            outer.message(2) { $0.bytes(3, content) }
            outer.string(4, "é")
        }
        writer.bytes(5, content.span)
        writer.bytes(6, content[...])
        let top = try fields(writer.bytes)
        #expect(top.map(\.number) == [1, 5, 6])
        guard case .bytes(let outer) = top[0].value else { throw ProtobufError(.wrongType, at: 0) }
        var cursor = ProtobufCursor(outer)
        guard case .bytes(let inner) = try cursor.next(in: writer.bytes.span)?.value else {
            throw ProtobufError(.wrongType, at: 0)
        }
        guard case .bytes(let text) = try cursor.next(in: writer.bytes.span)?.value else {
            throw ProtobufError(.wrongType, at: 0)
        }
        #expect(try cursor.next(in: writer.bytes.span) == nil)
        #expect(Array(writer.bytes[inner].suffix(byteCount)) == content)
        #expect(utf8String(writer.bytes.span, text) == "é")
    }

    @Test(
        "What is no message is refused with its place",
        arguments: [
            ([0x08], ProtobufError(.truncated, at: 1)),
            ([0x08, 0x80], ProtobufError(.truncated, at: 1)),
            ([0x80], ProtobufError(.truncated, at: 0)),
            ([0x09, 1, 2, 3, 4, 5, 6, 7], ProtobufError(.truncated, at: 1)),
            ([0x0d, 1, 2, 3], ProtobufError(.truncated, at: 1)),
            ([0x0a, 0x02, 0x00], ProtobufError(.lengthPastEnd, at: 1)),
            (
                [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
                ProtobufError(.lengthPastEnd, at: 1)
            ),
            ([0x00, 0x00], ProtobufError(.fieldNumber, at: 0)),
            ([0x80, 0x80, 0x80, 0x80, 0x10, 0x00], ProtobufError(.fieldNumber, at: 0)),
            ([0x08, 0x00, 0x0b], ProtobufError(.group, at: 2)),
            ([0x0c], ProtobufError(.group, at: 0)),
            ([0x0e], ProtobufError(.wireType, at: 0)),
            ([0x0f], ProtobufError(.wireType, at: 0)),
            ([0x08] + [UInt8](repeating: 0xff, count: 10) + [0x01], ProtobufError(.varintTooLong, at: 1)),
        ] as [([UInt8], ProtobufError)])
    func refused(bytes: [UInt8], expected: ProtobufError) {
        #expect(throws: expected) { try fields(bytes) }
    }

    @Test("A varint of ten bytes is the longest, and padded ones are read")
    func longVarints() throws {
        let most = [0x08] + [UInt8](repeating: 0xff, count: 9) + [0x01]
        #expect(try fields(most) == [ProtobufField(number: 1, value: .varint(.max))])
        let padded = [0x08, 0x81] + [UInt8](repeating: 0x80, count: 8) + [0x00]
        #expect(try fields(padded) == [ProtobufField(number: 1, value: .varint(1))])
    }

    @Test("A packed list is walked number by number")
    func packed() throws {
        let bytes: [UInt8] = [3, 0x8e, 0x02, 0x9e, 0xa7, 0x05]
        var cursor = ProtobufCursor(0..<bytes.count)
        var numbers: [UInt64] = []
        while let number = try cursor.nextVarint(in: bytes.span) { numbers.append(number) }
        #expect(numbers == [3, 270, 86_942])
    }

    @Test("Text that is not UTF-8 is repaired, or refused where that is asked for")
    func text() {
        let broken: [UInt8] = [0x61, 0xff, 0x62]
        #expect(utf8String(broken.span, 0..<3) == "a\u{fffd}b")
        #expect(validatedString(broken.span, 0..<3) == nil)
        #expect(validatedString(broken.span, 0..<1) == "a")
        #expect(validatedString(broken.span, 1..<1) == "")
    }

    @Test("Ten thousand random and damaged messages break nothing")
    func damaged() {
        var generator = SeededGenerator(seed: 3)
        let likely: [UInt8] = [0, 1, 2, 3, 8, 9, 10, 13, 18, 26, 0x80, 0xff]
        for index in 0..<10_000 {
            guard index % 2 == 0 else {
                let count = Int.random(in: 0...40, using: &generator)
                ProtobufFuzz.run(generator.bytes(count, from: likely))
                continue
            }
            var writer = ProtobufWriter()
            writer.message(1) { inner in
                inner.string(2, "agent")
                inner.message(3) { $0.varint(1, generator.next()) }
                inner.double(4, 1.5)
            }
            writer.bytes(2, generator.bytes(8))
            ProtobufFuzz.run(writer.bytes)
            ProtobufFuzz.run(generator.damaged(writer.bytes))
        }
    }
}
