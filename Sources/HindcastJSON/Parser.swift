/// Reads one text from front to back; like the cursors it does not hold the bytes.
struct Parser {
    private(set) var offset: Int
    let end: Int
    private let depthMax: Int
    private let lenientNumbers: Bool
    private var depth = 0

    init(_ range: Range<Int>, limits: JSONLimits) {
        offset = range.lowerBound
        end = range.upperBound
        depthMax = min(limits.depthMax, JSONLimits.depthCeiling)
        lenientNumbers = limits.lenientNumbers
    }

    mutating func document(in bytes: Span<UInt8>) throws(JSONError) -> JSON {
        skipSpace(in: bytes)
        let value = try value(in: bytes)
        skipSpace(in: bytes)
        guard offset == end else { throw JSONError(.trailingContent, at: offset) }
        return value
    }

    private mutating func value(in bytes: Span<UInt8>) throws(JSONError) -> JSON {
        guard offset < end else { throw JSONError(.endOfText, at: offset) }
        switch bytes[offset] {
        case UInt8(ascii: "\""):
            offset += 1
            return .string(try string(in: bytes))
        case UInt8(ascii: "{"): return .object(JSONObject(members: try members(in: bytes)))
        case UInt8(ascii: "["): return .array(try elements(in: bytes))
        case UInt8(ascii: "t"):
            try word("true", in: bytes)
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false", in: bytes)
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null", in: bytes)
            return .null
        default: return .number(try number(in: bytes))
        }
    }

    private mutating func elements(in bytes: Span<UInt8>) throws(JSONError) -> [JSON] {
        try open()
        var elements: [JSON] = []
        if try closes(with: UInt8(ascii: "]"), in: bytes) { return elements }
        while true {
            elements.append(try value(in: bytes))
            if try separated(orClosedBy: UInt8(ascii: "]"), in: bytes) { return elements }
        }
    }

    /// A message has a role, a content and one or two more: one allocation.
    private static let membersUsual = 4

    private mutating func members(in bytes: Span<UInt8>) throws(JSONError) -> [JSONObject.Member] {
        try open()
        var members: [JSONObject.Member] = []
        members.reserveCapacity(Self.membersUsual)
        if try closes(with: UInt8(ascii: "}"), in: bytes) { return members }
        while true {
            try expect(UInt8(ascii: "\""), in: bytes)
            let key = try string(in: bytes)
            skipSpace(in: bytes)
            try expect(UInt8(ascii: ":"), in: bytes)
            skipSpace(in: bytes)
            members.append(JSONObject.Member(key: key, value: try value(in: bytes)))
            if try separated(orClosedBy: UInt8(ascii: "}"), in: bytes) { return members }
        }
    }

    /// Passes an opening bracket and goes one level down.
    private mutating func open() throws(JSONError) {
        guard depth < depthMax else {
            throw JSONError(.tooDeep(depthMax: depthMax), at: offset)
        }
        depth += 1
        offset += 1
    }

    private mutating func closes(
        with bracket: UInt8, in bytes: Span<UInt8>
    ) throws(JSONError) -> Bool {
        skipSpace(in: bytes)
        guard offset < end else { throw JSONError(.endOfText, at: offset) }
        guard bytes[offset] == bracket else { return false }
        offset += 1
        depth -= 1
        return true
    }

    /// True after the closing bracket, false after a comma.
    private mutating func separated(
        orClosedBy bracket: UInt8, in bytes: Span<UInt8>
    ) throws(JSONError) -> Bool {
        if try closes(with: bracket, in: bytes) { return true }
        try expect(UInt8(ascii: ","), in: bytes)
        skipSpace(in: bytes)
        return false
    }

    private mutating func expect(_ byte: UInt8, in bytes: Span<UInt8>) throws(JSONError) {
        guard offset < end else { throw JSONError(.endOfText, at: offset) }
        guard bytes[offset] == byte else { throw JSONError(.unexpectedByte(bytes[offset]), at: offset) }
        offset += 1
    }

    @inline(__always)
    private mutating func skipSpace(in bytes: Span<UInt8>) {
        while offset < end, JSONSplitter.isSpace(bytes[offset]) { offset += 1 }
    }

    private mutating func word(_ word: StaticString, in bytes: Span<UInt8>) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            try expect(unsafe word.utf8Start[index], in: bytes)
        }
    }

    private mutating func number(in bytes: Span<UInt8>) throws(JSONError) -> JSONNumber {
        let start = offset
        if let found = NumberScanner.end(in: bytes, from: start, to: end) {
            offset = found
            return JSONNumber(checked: text(of: bytes, start..<found))
        }
        if lenientNumbers {
            for name in ["NaN", "Infinity", "-Infinity"] where starts(with: name, in: bytes) {
                offset += name.utf8.count
                return JSONNumber(checked: name)
            }
        }
        let byte = bytes[start]
        let isNumber = byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") < 10
        throw JSONError(isNumber ? .malformedNumber : .unexpectedByte(byte), at: start)
    }

    private func starts(with name: String, in bytes: Span<UInt8>) -> Bool {
        guard end - offset >= name.utf8.count else { return false }
        return name.utf8.enumerated().allSatisfy { bytes[offset + $0.offset] == $0.element }
    }

    /// Text that is known to be ASCII.
    @inline(__always)
    private func text(of bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The string whose opening quote has been passed.
    private mutating func string(in bytes: Span<UInt8>) throws(JSONError) -> String {
        let start = offset
        let (stop, isASCII) = WordScan.special(in: bytes, from: start, to: end)
        if stop < end, bytes[stop] == UInt8(ascii: "\"") {
            offset = stop + 1
            return isASCII ? text(of: bytes, start..<stop) : try validated(bytes, start..<stop)
        }
        return try StringDecoder.decode(in: bytes, from: start, plainTo: stop, end: end, &offset)
    }

    private func validated(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes.extracting(range)))
        } catch {
            throw JSONError(.invalidUTF8, at: range.lowerBound + error.byteOffsets.lowerBound)
        }
    }
}
