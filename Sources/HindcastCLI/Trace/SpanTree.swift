import HindcastEngine
import HindcastModel
import HindcastStore

/// Spans in the order of a tree, each with the lines that lead to it.
struct SpanTree {
    struct Row {
        let span: OutlineSpan
        let prefix: String
    }

    let rows: [Row]
    /// Deeper spans are drawn at this depth; nobody can read further to the right.
    private static let depthMax = 40

    init(_ spans: [OutlineSpan]) {
        let known = Set(spans.map(\.summary.id))
        var children: [SpanID: [OutlineSpan]] = [:]
        var roots: [OutlineSpan] = []
        for span in spans {
            if let parent = span.summary.parentID, parent != span.summary.id, known.contains(parent) {
                children[parent, default: []].append(span)
            } else {
                roots.append(span)
            }
        }
        var rows: [Row] = []
        var seen: Set<SpanID> = []
        var stack: [(span: OutlineSpan, lead: String, depth: Int, isLast: Bool)] = []
        func push(_ spans: [OutlineSpan], _ lead: String, _ depth: Int) {
            for (index, span) in spans.enumerated().reversed() {
                stack.append((span, lead, depth, index == spans.count - 1))
            }
        }
        push(roots, "", 0)
        while let (span, lead, depth, isLast) = stack.popLast() {
            guard seen.insert(span.summary.id).inserted else { continue }
            let isRoot = depth == 0
            rows.append(Row(span: span, prefix: isRoot ? "" : lead + (isLast ? "└─ " : "├─ ")))
            let below = isRoot || depth >= Self.depthMax ? lead : lead + (isLast ? "   " : "│  ")
            push(children[span.summary.id] ?? [], below, depth + 1)
        }
        // Ids that name each other as parents hang from no root.
        for span in spans where seen.insert(span.summary.id).inserted {
            rows.append(Row(span: span, prefix: "↻ "))
        }
        self.rows = rows
    }
}
