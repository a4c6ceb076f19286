/// One field of an OTLP message, in both encodings.
struct WireField: Sendable {
    /// The key in JSON, in camel case.
    let name: String
    /// The number in protobuf.
    let number: Int
    let kind: WireKind
    let isRepeated: Bool
    private let nameBytes: [UInt8]

    init(_ name: String, _ number: Int, _ kind: WireKind) {
        self.init(name, number, kind, isRepeated: false)
    }

    static func list(_ name: String, _ number: Int, _ shape: WireShape) -> WireField {
        WireField(name, number, .message(shape), isRepeated: true)
    }

    private init(_ name: String, _ number: Int, _ kind: WireKind, isRepeated: Bool) {
        self.name = name
        self.number = number
        self.kind = kind
        self.isRepeated = isRepeated
        nameBytes = Array(name.utf8)
    }

    /// Whether a key means this field: `startTimeUnixNano`, or `start_time_unix_nano` as some clients write it.
    func isNamed(_ key: Span<UInt8>) -> Bool {
        var matched = 0
        var raisesNext = false
        for index in key.indices {
            var byte = key[index]
            if byte == UInt8(ascii: "_") {
                raisesNext = true
                continue
            }
            if raisesNext, (97...122).contains(byte) { byte -= 32 }
            raisesNext = false
            guard matched < nameBytes.count, nameBytes[matched] == byte else { return false }
            matched += 1
        }
        return matched == nameBytes.count
    }
}

/// How a field is written in either encoding.
enum WireKind: Sendable {
    case string
    /// Base64 in JSON.
    case bytes
    /// Hexadecimal in JSON, unlike other bytes.
    case id(bytesCount: Int)
    /// An unsigned integer, a number or text in JSON.
    case fixed64, fixed32, uint32
    case int64, double, bool
    /// The number in protobuf, the number or the name in JSON: `prefix` and one of `names`, by number.
    case enumeration(prefix: String, names: [String])
    case message(WireShape)
}
