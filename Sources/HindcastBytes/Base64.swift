/// Bytes as Base64 (RFC 4648).
public enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let none: UInt8 = 0xff

    /// The value of each character, of both alphabets at once.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: none, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        values[Int(UInt8(ascii: "-"))] = 62
        values[Int(UInt8(ascii: "_"))] = 63
        return values
    }()

    /// The standard alphabet, padded.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        let text = bytes.withContiguousStorageIfAvailable { unsafe encode($0) }
        return text ?? encode(Array(bytes))
    }

    private static func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let digits = digits
        let whole = bytes.count / 3 * 3
        let textCount = (bytes.count + 2) / 3 * 4
        return unsafe String(unsafeUninitializedCapacity: textCount) { buffer in
            func put(_ bits: UInt32, at offset: Int) {
                for place in 0..<4 {
                    let value = bits >> UInt32(18 - 6 * place) & 63
                    unsafe buffer[offset + place] = digits[Int(value)]
                }
            }
            for index in stride(from: 0, to: whole, by: 3) {
                let (a, b, c) = unsafe (
                    UInt32(bytes[index]), UInt32(bytes[index + 1]), UInt32(bytes[index + 2])
                )
                put(a << 16 | b << 8 | c, at: index / 3 * 4)
            }
            if whole < bytes.count {
                let second = unsafe whole + 1 < bytes.count ? UInt32(bytes[whole + 1]) : 0
                unsafe put(UInt32(bytes[whole]) << 16 | second << 8, at: textCount - 4)
                for offset in (textCount - 3 + bytes.count - whole)..<textCount {
                    unsafe buffer[offset] = UInt8(ascii: "=")
                }
            }
            return textCount
        }
    }

    /// The bytes that `text` spells, in the standard or the URL-safe alphabet, padded or not.
    ///
    /// Nil for any other character, white space included, for wrong padding, and for a last digit whose
    /// unused bits are set, so that no two texts of one alphabet and padding spell the same bytes.
    public static func decode(_ text: String) -> [UInt8]? {
        var body = Array(text.utf8)[...]
        if body.last == UInt8(ascii: "=") {
            guard body.count.isMultiple(of: 4) else { return nil }
            body.removeLast()
            if body.last == UInt8(ascii: "=") { body.removeLast() }
        }
        guard body.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount = 0
        let values = values
        for character in body {
            let value = values[Int(character)]
            guard value != none else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
                bits &= (1 << UInt32(bitCount)) - 1
            }
        }
        return bits == 0 ? bytes : nil
    }
}
