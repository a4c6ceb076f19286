/// Reads JSON by RFC 8259: strictly, except for the numbers that `JSONLimits.lenientNumbers` lets in.
///
/// Strings must be UTF-8. An escaped surrogate without its other half, which Python writes where a text was cut
/// inside an emoji, has no place in a Swift string and becomes U+FFFD. A byte order mark is refused.
public enum JSONReader {
    /// The value that `bytes` holds, white space around it allowed.
    ///
    /// Throws `JSONError`.
    public static func parse(
        _ bytes: [UInt8], limits: JSONLimits = .standard
    ) throws(JSONError) -> JSON {
        try parse(bytes.span, in: 0..<bytes.count, limits: limits)
    }

    /// The value that `text` holds, white space around it allowed.
    ///
    /// Throws `JSONError`, its offset counted in UTF-8.
    public static func parse(_ text: String, limits: JSONLimits = .standard) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), limits: limits)
    }

    /// The value that lies in `range` of `bytes`, white space around it allowed.
    ///
    /// The range must lie within the bytes. Throws `JSONError`, its offset counted from the start of `bytes`.
    public static func parse(
        _ bytes: Span<UInt8>, in range: Range<Int>, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSON {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside of the bytes")
        guard range.count <= limits.bytesMax else {
            throw JSONError(.tooLong(bytesMax: limits.bytesMax), at: range.lowerBound)
        }
        var parser = Parser(range, limits: limits)
        return try parser.document(in: bytes)
    }
}
