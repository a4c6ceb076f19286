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
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var held = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            held += 1
            if held == 3 {
                text.append(digit(bits >> 18))
                text.append(digit(bits >> 12))
                text.append(digit(bits >> 6))
                text.append(digit(bits))
                bits = 0
                held = 0
            }
        }
        if held == 1 {
            text += [digit(bits >> 2), digit(bits << 4), UInt8(ascii: "="), UInt8(ascii: "=")]
        } else if held == 2 {
            text += [digit(bits >> 10), digit(bits >> 4), digit(bits << 2), UInt8(ascii: "=")]
        }
        return String(decoding: text, as: UTF8.self)
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

    private static func digit(_ bits: UInt32) -> UInt8 {
        digits[Int(bits & 63)]
    }
}
