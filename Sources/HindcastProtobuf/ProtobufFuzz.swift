/// What must hold for any bytes at all; a fuzzer and the seeded tests feed it.
package enum ProtobufFuzz {
    /// As many levels as a message within a message within a message deserves.
    private static let depthMax = 6

    /// Stops the process if reading `bytes` leaves them, or if writing the fields again changes one.
    package static func run(_ bytes: [UInt8]) {
        guard let fields = fields(of: bytes, in: 0..<bytes.count, depth: 0) else { return }
        var writer = ProtobufWriter()
        for field in fields { write(field, of: bytes, to: &writer) }
        guard let again = Self.fields(of: writer.bytes, in: 0..<writer.bytes.count, depth: depthMax) else {
            preconditionFailure("what was written cannot be read")
        }
        precondition(fields.count == again.count, "another number of fields")
        for (old, new) in zip(fields, again) {
            precondition(old.number == new.number, "another field")
            if case .bytes(let oldRange) = old.value, case .bytes(let newRange) = new.value {
                precondition(bytes[oldRange] == writer.bytes[newRange], "other bytes")
            } else {
                precondition(old.value == new.value, "another value")
            }
        }
    }

    /// All fields of a message, or nil if it is none.
    private static func fields(of bytes: [UInt8], in range: Range<Int>, depth: Int) -> [ProtobufField]? {
        var cursor = ProtobufCursor(range)
        var fields: [ProtobufField] = []
        do {
            while let field = try cursor.next(in: bytes.span) {
                fields.append(field)
                guard case .bytes(let inner) = field.value else { continue }
                precondition(range.lowerBound <= inner.lowerBound && inner.upperBound <= range.upperBound)
                checkText(bytes, inner)
                if depth < depthMax { _ = Self.fields(of: bytes, in: inner, depth: depth + 1) }
            }
            precondition(cursor.offset == range.upperBound, "stopped before the end")
            return fields
        } catch {
            precondition(
                (range.lowerBound...range.upperBound).contains(error.offset), "error outside: \(error)")
            return nil
        }
    }

    private static func checkText(_ bytes: [UInt8], _ range: Range<Int>) {
        let repaired = utf8String(bytes.span, range)
        if let valid = validatedString(bytes.span, range) {
            precondition(Array(repaired.utf8) == Array(valid.utf8), "repaired what was valid")
            precondition(Array(valid.utf8) == Array(bytes[range]), "changed what was valid")
        } else {
            precondition(repaired.unicodeScalars.contains("\u{fffd}"), "left something invalid")
        }
    }

    private static func write(_ field: ProtobufField, of bytes: [UInt8], to writer: inout ProtobufWriter) {
        switch field.value {
        case .varint(let value): writer.varint(field.number, value)
        case .fixed64(let value): writer.fixed64(field.number, value)
        case .fixed32(let value): writer.fixed32(field.number, value)
        case .bytes(let range): writer.bytes(field.number, bytes[range])
        }
    }
}
