/// Reads what `VarintWriter` wrote. Every read is nil once the bytes run out: a damaged row is no reason to trap.
struct VarintReader {
    let bytes: [UInt8]
    private(set) var offset: Int

    init(_ bytes: [UInt8], from offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    var isAtEnd: Bool { offset >= bytes.count }

    mutating func unsigned() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    mutating func signed() -> Int64? {
        guard let raw = unsigned() else { return nil }
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    mutating func fixed() -> Int64? {
        guard bytes.count - offset >= 8 else { return nil }
        defer { offset += 8 }
        return Int64(bitPattern: bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) })
    }

    mutating func count() -> Int? {
        guard let value = unsigned(), value <= UInt64(bytes.count) else { return nil }
        return Int(value)
    }

    /// Where the bytes lie that follow their count.
    mutating func range() -> Range<Int>? {
        guard let length = count(), length <= bytes.count - offset else { return nil }
        defer { offset += length }
        return offset..<offset + length
    }

    mutating func text() -> String? {
        range().map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    mutating func optionalText() -> String?? {
        guard let length = count() else { return nil }
        if length == 0 { return .some(nil) }
        guard length - 1 <= bytes.count - offset else { return nil }
        defer { offset += length - 1 }
        return .some(String(decoding: bytes[offset..<offset + length - 1], as: UTF8.self))
    }
}
