import HindcastModel
import HindcastStore

/// How values become columns.
enum Columns {
    /// Shortens a text to `StoreLimits.columnBytesMax` at a character's end.
    static func cut(_ text: String) -> String {
        guard text.utf8.count > StoreLimits.columnBytesMax else { return text }
        var kept = ""
        var bytes = 0
        for character in text {
            bytes += character.utf8.count
            if bytes > StoreLimits.columnBytesMax { break }
            kept.append(character)
        }
        return kept
    }

    static func cut(_ text: String?) -> String? { text.map { cut($0) as String } }

    /// Money is summed in whole 10⁻¹² dollars: sums then do not depend on the order of their terms.
    static func pico(_ dollars: Double?) -> Int64 {
        guard let dollars, dollars.isFinite else { return 0 }
        return Int64((min(max(dollars, -costMax), costMax) * 1e12).rounded())
    }

    /// No model call costs a million dollars; a client's slip must not overflow the sum.
    private static let costMax = 1e6

    static func dollars(_ pico: Int64) -> Double { Double(pico) / 1e12 }
}
