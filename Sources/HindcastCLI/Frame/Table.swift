/// A table that fits the terminal: columns are as wide as their content, and when that is too wide the flexible one
/// is cut.
struct Table {
    struct Column {
        let title: String
        var isRight = false
        /// Gives way when the terminal is narrow.
        var isFlexible = false
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
        let shown = columns.indices.filter { index in rows.contains { !$0[index].text.isEmpty } }
        var widths = Dictionary(
            uniqueKeysWithValues: shown.map { index in
                (index, rows.reduce(Text.width(columns[index].title)) { max($0, Text.width($1[index].text)) })
            })
        let total = widths.values.reduce(0, +) + Self.gap * max(0, shown.count - 1)
        if let width = console.width, total > width,
            let flexible = shown.first(where: { columns[$0].isFlexible }), let wanted = widths[flexible]
        {
            widths[flexible] = max(Self.flexibleMin, wanted - (total - width))
        }
        line(shown.map { (Cell(columns[$0].title, .dim), $0) }, widths, console)
        for row in rows { line(shown.map { (row[$0], $0) }, widths, console) }
    }

    private func line(_ cells: [(Cell, Int)], _ widths: [Int: Int], _ console: Console) {
        var text = ""
        for (position, (cell, index)) in cells.enumerated() {
            let width = widths[index] ?? 0
            let isLast = position == cells.count - 1
            let cut = Text.cut(cell.text, to: width)
            let padded = isLast && !columns[index].isRight ? cut : Text.padded(cut, width, right: columns[index].isRight)
            text += cell.style.map { console.styled(padded, $0) } ?? padded
            if !isLast { text += String(repeating: " ", count: Self.gap) }
        }
        while text.hasSuffix(" ") { text.removeLast() }
        console.line(text)
    }
}
