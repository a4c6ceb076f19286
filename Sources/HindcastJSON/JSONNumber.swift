/// A number as it was written: `1`, `1.0` and `1e0` stay apart, and nothing is lost to binary floating point.
public struct JSONNumber: Sendable, Hashable {
    public let text: String

    /// The reader has checked the form.
    init(checked text: String) { self.text = text }

    public init(_ value: Int64) { text = String(value) }

    /// The shortest form that reads back the same. Nil for NaN and infinities.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        if value == value.rounded(), abs(value) < 1e15 { text = String(Int64(value)) } else { text = String(value) }
    }

    /// Nil when the number has a fraction or does not fit.
    public var int64: Int64? {
        if let exact = Int64(text) { return exact }
        return Double(text).flatMap { Int64(exactly: $0) }
    }

    public var double: Double { Double(text) ?? .nan }
}
