/// Any bytes are a filter or a `FilterError`, and what is a filter prints as itself.
package enum FilterFuzz {
    /// - Precondition: traps when a parsed filter does not read back equal; that is the finding.
    package static func run(_ bytes: [UInt8]) {
        let now = Timestamp(nanoseconds: 1_767_225_600_000_000_000)
        let text = String(decoding: bytes, as: UTF8.self)
        guard let filter = try? TraceFilter.parse(text, now: now) else { return }
        let printed = filter.description
        // Printing may add quotes and parentheses; past the length limit there is nothing to compare.
        guard printed.utf8.count <= FilterLimits.textBytesMax else { return }
        let again = try? TraceFilter.parse(printed, now: now)
        precondition(again == filter, "\(text) prints as \(printed), which reads as something else")
    }
}
