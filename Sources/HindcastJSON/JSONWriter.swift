/// Writes one JSON text, compact, with the commas put in.
///
/// The caller keeps the order: `key` before each value in an object, every `begin` with its `end`. The writer
/// knows where a comma belongs by the last byte written, so it holds no stack.
public struct JSONWriter: Sendable {
    /// The text so far.
    public private(set) var bytes: [UInt8] = []

    /// Starts an empty text with room for `byteCount` bytes.
    public init(reserving byteCount: Int = 256) {
        bytes.reserveCapacity(byteCount)
    }

    /// Opens an object.
    public mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
    }

    /// Closes an object.
    public mutating func endObject() {
        bytes.append(UInt8(ascii: "}"))
    }

    /// Opens an array.
    public mutating func beginArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
    }

    /// Closes an array.
    public mutating func endArray() {
        bytes.append(UInt8(ascii: "]"))
    }

    /// Writes the key of the next member.
    public mutating func key(_ key: String) {
        separate()
        appendQuoted(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        separate()
        appendQuoted(text)
    }

    /// Writes a whole number.
    public mutating func int(_ value: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Writes the shortest text that reads back as `value`; `null` for infinities and NaN, which JSON cannot say.
    public mutating func double(_ value: Double) {
        separate()
        bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    }

    /// Writes a truth value.
    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a number as it is spelled.
    public mutating func number(_ number: JSONNumber) {
        separate()
        bytes.append(contentsOf: number.text.utf8)
    }

    /// Writes bytes that are one JSON value already; what they hold is not checked, but there must be some.
    public mutating func raw(_ value: [UInt8]) {
        raw(value.span)
    }

    /// Writes bytes that are one JSON value already; what they hold is not checked, but there must be some.
    public mutating func raw(_ value: Span<UInt8>) {
        precondition(!value.isEmpty, "a raw value must not be empty")
        separate()
        append(value)
    }

    private mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func append(_ part: Span<UInt8>) {
        unsafe part.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func appendQuoted(_ text: String) {
        let part = text.utf8Span.span
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        while start < part.count {
            // Room for some escapes; a text with more of them takes another round.
            let room = part.count - start + part.count / 8 + JSONEscaping.roomMin
            bytes.append(addingCapacity: room) { output in
                start = JSONEscaping.copy(part, from: start, into: &output)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
