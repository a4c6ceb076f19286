/// A table that fits the terminal: columns are as wide as their content, and when that is too wide the flexible one
/// is cut.
struct Table {
    struct Column {
        let title: String
        var isRight = false
        /// Gives way when the terminal is narrow.
        var isFlexible = false
        /// Columns with a number are left out on a narrow terminal, the smallest number first.
        var leftOut: Int?
    }

    private let columns: [Column]
    private var rows: [[Cell]] = []

    struct Cell: ExpressibleByStringLiteral {
        let text: String
        var style: Console.Style?

        init(_ text: String, _ style: Console.Style? = nil) {
            self.text = Text.clean(text)
            self.style = style
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    private static let gap = 2
    /// A flexible column keeps at least this much, even if lines then wrap.
    private static let flexibleMin = 12

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ cells: [Cell]) { rows.append(cells) }

    func print(on console: Console) {
        // A column that is empty throughout says nothing.
        var shown = columns.indices.filter { index in rows.contains { !$0[index].text.isEmpty } }
        var widths = Dictionary(
            uniqueKeysWithValues: shown.map { index in
                (index, rows.reduce(Text.width(columns[index].title)) { max($0, Text.width($1[index].text)) })
            })
        if let width = console.width {
            while least(shown, widths) > width,
                let next = shown.filter({ columns[$0].leftOut != nil }).min(by: leavesBefore)
            {
                shown.removeAll { $0 == next }
            }
            let total = shown.reduce(Self.gap * max(0, shown.count - 1)) { $0 + (widths[$1] ?? 0) }
            if total > width, let flexible = shown.first(where: { columns[$0].isFlexible }) {
                widths[flexible] = max(Self.flexibleMin, (widths[flexible] ?? 0) - (total - width))
            }
        }
        line(shown.map { (Cell(columns[$0].title, .dim), $0) }, widths, console)
        for row in rows { line(shown.map { (row[$0], $0) }, widths, console) }
    }

    /// The width when the flexible column has given all it can.
    private func least(_ shown: [Int], _ widths: [Int: Int]) -> Int {
        shown.reduce(Self.gap * max(0, shown.count - 1)) { sum, index in
            let width = widths[index] ?? 0
            return sum + (columns[index].isFlexible ? min(width, Self.flexibleMin) : width)
        }
    }

    private func leavesBefore(_ one: Int, _ other: Int) -> Bool {
        (columns[one].leftOut ?? .max) < (columns[other].leftOut ?? .max)
    }

    private func line(_ cells: [(Cell, Int)], _ widths: [Int: Int], _ console: Console) {
        var text = ""
        for (position, (cell, index)) in cells.enumerated() {
            let width = widths[index] ?? 0
            let isLast = position == cells.count - 1
            let cut = Text.cut(cell.text, to: width)
            let padded =
                isLast && !columns[index].isRight
                ? cut : Text.padded(cut, width, right: columns[index].isRight)
            text += cell.style.map { console.styled(padded, $0) } ?? padded
            if !isLast { text += String(repeating: " ", count: Self.gap) }
        }
        while text.hasSuffix(" ") { text.removeLast() }
        console.line(text)
    }
}
