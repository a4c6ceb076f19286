// For the linker only: converting a double rounds, and on Linux rounding lives in the C maths library.
#if canImport(Glibc)
    import Glibc
#endif

/// A number as it was written: `1`, `1.0` and `1e0` are told apart, and no digit is lost.
public struct JSONNumber: Sendable, Hashable {
    /// The number as written: by JSON's grammar, or `NaN`, `Infinity`, `-Infinity` where these were let in.
    public let text: String

    /// Takes text that the reader has found to be a number.
    init(checked text: String) {
        self.text = text
    }

    /// A whole number.
    public init(_ value: Int64) {
        text = String(value)
    }

    /// The shortest text that reads back as `value`; nil for infinities and NaN, which JSON cannot say.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// Takes `text` if it is a JSON number from its first to its last character.
    public init?(text: String) {
        let bytes = Array(text.utf8)
        guard NumberScanner.end(in: bytes.span, from: 0, to: bytes.count) == bytes.count else { return nil }
        self.text = text
    }

    /// The value, if it is whole and within 64 bits, however it is written.
    public var int64: Int64? {
        Int64(text) ?? Int64(exactly: double)
    }

    /// The nearest double; infinite where the number is beyond the largest.
    public var double: Double {
        Double(text) ?? .nan
    }
}
