/// Finds the members of a JSON object by their bytes, without reading values: how a request body of sixty messages is
/// opened far enough to see its messages one by one.
enum RawJSON {
    struct Member {
        let key: Range<Int>
        let value: Range<Int>
    }

    /// Request bodies have some thirty members; an object with thousands is no request.
    private static let membersMax = 256

    /// Nil when the range holds no object, or one that breaks off.
    static func members(of range: Range<Int>, in bytes: Span<UInt8>) -> [Member]? {
        var scanner = RawScanner(bytes: bytes, position: range.lowerBound, end: range.upperBound)
        guard scanner.take(UInt8(ascii: "{")) else { return nil }
        var found: [Member] = []
        if scanner.take(UInt8(ascii: "}")) { return found }
        while found.count < membersMax {
            guard let key = scanner.string(), scanner.take(UInt8(ascii: ":")), let value = scanner.value() else {
                return nil
            }
            found.append(Member(key: key, value: value))
            if scanner.take(UInt8(ascii: "}")) { return found }
            guard scanner.take(UInt8(ascii: ",")) else { return nil }
        }
        return found
    }

    /// The first byte that is not white space.
    static func first(of range: Range<Int>, in bytes: Span<UInt8>) -> UInt8? {
        for index in range where bytes[index] > 0x20 { return bytes[index] }
        return nil
    }
}

extension [RawJSON.Member] {
    /// The value of the first member with one of these names that is not null.
    func value(_ names: String..., in bytes: Span<UInt8>) -> Range<Int>? {
        for name in names {
            for member in self where member.key.count == name.utf8.count {
                let isEqual = zip(member.key, name.utf8).allSatisfy { bytes[$0] == $1 }
                if isEqual, bytes[member.value.lowerBound] != UInt8(ascii: "n") { return member.value }
            }
        }
        return nil
    }
}

/// Walks over JSON text. Never reads past `end`; nesting is counted, not recursed into.
private struct RawScanner: ~Escapable {
    let bytes: Span<UInt8>
    var position: Int
    let end: Int

    @_lifetime(copy bytes)
    init(bytes: Span<UInt8>, position: Int, end: Int) {
        self.bytes = bytes
        self.position = position
        self.end = end
    }

    mutating func skipSpace() {
        while position < end, bytes[position] <= 0x20 { position += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// A string's bytes between the quotes.
    mutating func string() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return start..<(position - 1)
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return nil
    }

    mutating func value() -> Range<Int>? {
        skipSpace()
        guard position < end else { return nil }
        let start = position
        switch bytes[position] {
        case UInt8(ascii: "\""): return string().map { _ in start..<position }
        case UInt8(ascii: "{"), UInt8(ascii: "["): return container().map { _ in start..<position }
        default:
            while position < end, !isEndOfScalar(bytes[position]) { position += 1 }
            return position > start ? start..<position : nil
        }
    }

    private mutating func container() -> Void? {
        var depth = 0
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return nil }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            position += 1
            if depth == 0 { return () }
        }
        return nil
    }

    private func isEndOfScalar(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }
}
