import HindcastModel

extension TraceID {
    /// Nil unless there are 16 bytes that are not all zero.
    init?(wire range: Range<Int>, in bytes: Span<UInt8>) {
        guard range.count == 16 else { return nil }
        let high = bigEndianWord(bytes, at: range.lowerBound)
        let low = bigEndianWord(bytes, at: range.lowerBound + 8)
        guard high | low != 0 else { return nil }
        self.init(high: high, low: low)
    }
}

extension SpanID {
    /// Nil unless there are 8 bytes that are not all zero.
    init?(wire range: Range<Int>, in bytes: Span<UInt8>) {
        guard range.count == 8 else { return nil }
        let value = bigEndianWord(bytes, at: range.lowerBound)
        guard value != 0 else { return nil }
        self.init(value)
    }
}

private func bigEndianWord(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in offset..<offset + 8 { word = word << 8 | UInt64(bytes[index]) }
    return word
}
