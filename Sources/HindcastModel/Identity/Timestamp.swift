/// A moment, in nanoseconds since 1970-01-01 UTC. Covers the years 1678 to 2262; anything outside is clamped.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Nanoseconds since 1970; negative before.
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// OTLP carries unsigned nanoseconds; a value past the range (a client that sent picoseconds) is clamped.
    public init(clamping nanoseconds: UInt64) { self.nanoseconds = Int64(clamping: nanoseconds) }

    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with microseconds: `2026-01-02T03:04:05.123456Z`. Three or six digits are all that the oldest
    /// supported Python client can read.
    public var description: String {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(flooringDividingBy: 1_000_000_000)
        let (day, second) = seconds.quotientAndRemainder(flooringDividingBy: 86_400)
        let date = CivilDate(daysSince1970: day)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
            + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
            + ".\(padded(rest / 1000, 6))Z"
    }

    /// Reads RFC 3339: a date, `T` or a space, a time with up to nine fraction digits, `Z` or an offset.
    /// A bare date means its midnight in UTC.
    public init?(_ text: String) {
        var reader = DigitReader(Array(text.utf8))
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), (1...12).contains(month), (1...31).contains(day),
            let days = CivilDate(year: year, month: month, day: day).daysSince1970
        else { return nil }
        var total: Int64 = days * 86_400
        var fraction: Int64 = 0
        if !reader.isAtEnd {
            guard reader.skip("T") || reader.skip("t") || reader.skip(" "), let hour = reader.number(2),
                reader.skip(":"), let minute = reader.number(2), hour < 24, minute < 60
            else { return nil }
            total += hour * 3600 + minute * 60
            if reader.skip(":") {
                guard let second = reader.number(2), second < 61 else { return nil }
                total += second
            }
            if reader.skip(".") { fraction = reader.fraction() }
            guard let offset = reader.offsetSeconds(), reader.isAtEnd else { return nil }
            total -= offset
        }
        let (scaled, overflow) = total.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isPast) = scaled.addingReportingOverflow(fraction)
        guard !overflow, !isPast else { return nil }
        self.init(nanoseconds: sum)
    }
}

/// A day of the proleptic Gregorian calendar, converted by the era arithmetic that needs no tables.
struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(daysSince1970: Int64) {
        let shifted = daysSince1970 + 719_468  // days from 0000-03-01, so that leap days end a year
        let (era, dayOfEra) = shifted.quotientAndRemainder(flooringDividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Nil when the day does not exist (31 April).
    var daysSince1970: Int64? {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.quotientAndRemainder(flooringDividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return CivilDate(daysSince1970: days).day == day ? days : nil
    }
}

struct DigitReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func number(_ digits: Int) -> Int64? {
        guard index + digits <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[index..<index + digits] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        index += digits
        return value
    }

    mutating func skip(_ character: Character) -> Bool {
        guard index < bytes.count, bytes[index] == character.asciiValue else { return false }
        index += 1
        return true
    }

    /// Nanoseconds; digits past the ninth are dropped.
    mutating func fraction() -> Int64 {
        var value: Int64 = 0
        var scale: Int64 = 100_000_000
        while index < bytes.count, (48...57).contains(bytes[index]) {
            value += Int64(bytes[index] - 48) * scale
            scale /= 10
            index += 1
        }
        return value
    }

    mutating func offsetSeconds() -> Int64? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2) else { return nil }
        _ = skip(":")
        guard let minutes = isAtEnd ? 0 : number(2) else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that moments before 1970 keep a positive remainder.
    func quotientAndRemainder(flooringDividingBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
