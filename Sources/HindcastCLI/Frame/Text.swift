import HindcastModel

/// Values in a form that people read.
enum Text {
    /// Control characters could move the cursor or recolour the terminal, and names come from anywhere.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "·" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Columns on a terminal: two for East Asian wide characters and emoji.
    static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// The text in at most `columns` columns, with `…` where it was cut.
    static func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var kept = ""
        var used = 1
        for character in text {
            used += width(character)
            if used > columns { break }
            kept.append(character)
        }
        return kept + "…"
    }

    static func padded(_ text: String, _ columns: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - width(text)))
        return right ? space + text : text + space
    }

    /// `2026-01-02 03:04:05`, in UTC.
    static func time(_ time: Timestamp) -> String {
        let text = time.description
        return String(text.prefix(10)) + " " + text.dropFirst(11).prefix(8)
    }

    static func duration(nanoseconds: Int64) -> String {
        let seconds = Double(max(0, nanoseconds)) / 1_000_000_000
        if seconds < 0.001 { return "\(max(0, nanoseconds) / 1000) µs" }
        if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
        if seconds < 60 { return fixed(seconds, 1) + " s" }
        if seconds < 3600 { return "\(Int(seconds) / 60) m \(Int(seconds) % 60) s" }
        return "\(Int(seconds) / 3600) h \(Int(seconds) / 60 % 60) m"
    }

    static func duration(_ start: Timestamp, _ end: Timestamp) -> String {
        let (span, overflow) = end.nanoseconds.subtractingReportingOverflow(start.nanoseconds)
        return duration(nanoseconds: overflow ? .max : span)
    }

    /// `999`, `12.3k`, `4.5M`.
    static func count(_ value: Int64) -> String {
        switch value {
        case ..<10_000: String(value)
        case ..<1_000_000: fixed(Double(value) / 1000, 1) + "k"
        default: fixed(Double(value) / 1_000_000, 1) + "M"
        }
    }

    static func cost(_ dollars: Double) -> String {
        dollars == 0 ? "" : "$" + fixed(dollars, dollars < 1 ? 4 : 2)
    }

    static func bytes(_ count: Int64) -> String {
        switch count {
        case ..<1024: "\(count) B"
        case ..<1_048_576: fixed(Double(count) / 1024, 1) + " KiB"
        case ..<1_073_741_824: fixed(Double(count) / 1_048_576, 1) + " MiB"
        default: fixed(Double(count) / 1_073_741_824, 1) + " GiB"
        }
    }

    /// With so many digits behind the point.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let scaled = (value * scale).rounded()
        guard scaled.magnitude < 1e15 else { return String(value) }
        let whole = Int64(scaled)
        let (quotient, rest) = whole.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
        let sign = whole < 0 ? "-" : ""
        if digits == 0 { return "\(sign)\(quotient)" }
        let fraction = String(rest)
        return "\(sign)\(quotient)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
