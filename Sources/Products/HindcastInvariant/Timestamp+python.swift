import HindcastModel

extension Timestamp {
    /// As Python prints a moment in UTC: `2025-01-23T10:30:00+00:00`, with six digits behind the second if there are
    /// any.
    var pythonText: String {
        let text = description
        let whole = text.dropLast(8)
        let fraction = text.dropLast().suffix(6)
        return whole + (fraction.allSatisfy { $0 == "0" } ? "" : "." + fraction) + "+00:00"
    }

    /// As the reference server dates datasets: `2026-01-02 03:04:05`.
    var dateText: String { String(description.dropLast(8)).replacing("T", with: " ") }
}
