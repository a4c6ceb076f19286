import HindcastJSON

/// The changes of a memory's value as a table, each with an arrow and a bar.
struct ValueHistory {
    private let changes: [JSON]
    /// What an empty bar and a full one stand for: 0 and 1, or as far as values went.
    private let range: ClosedRange<Double>

    private static let barCells = 10

    init(_ changes: [JSON]) {
        self.changes = changes
        let values = changes.flatMap {
            [$0["before"]?.doubleValue, $0["after"]?.doubleValue].compactMap(\.self)
        }
        range = min(0, values.min() ?? 0)...max(1, values.max() ?? 1)
    }

    var table: Table {
        var table = Table([
            .init(title: "CHANGE", isRight: true), .init(title: "TIME (UTC)", leftOut: 4),
            .init(title: "CAUSE"), .init(title: "REWARD", isRight: true, leftOut: 2),
            .init(title: "ALPHA", isRight: true, leftOut: 3), .init(title: "BEFORE", isRight: true),
            .init(title: ""), .init(title: "AFTER", isRight: true), .init(title: "VALUE"),
            .init(title: "TRACE", isFlexible: true, leftOut: 5), .init(title: "BY", leftOut: 1),
        ])
        for change in changes {
            let before = change["before"]?.doubleValue ?? 0
            let after = change["after"]?.doubleValue ?? 0
            let isUndone = change["isUndone"]?.boolValue == true
            let arrow: Table.Cell =
                after > before ? .init("↑", .green) : after < before ? .init("↓", .red) : "="
            table.add([
                .init(change["id"]?.intValue.map(String.init) ?? ""), .init(change.time("time")),
                .init(change.text("cause") + (isUndone ? ", undone" : ""), isUndone ? .dim : nil),
                .init(change.decimal("reward")), .init(change.decimal("alpha")), .init(Text.fixed(before, 4)),
                arrow, .init(Text.fixed(after, 4)), .init(bar(after)), .init(change.text("traceId"), .dim),
                .init(change.text("author")),
            ])
        }
        return table
    }

    private func bar(_ value: Double) -> String {
        let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        let full = Int((min(max(share, 0), 1) * Double(Self.barCells)).rounded())
        return String(repeating: "█", count: full) + String(repeating: "░", count: Self.barCells - full)
    }
}
