import HindcastBytes
import HindcastModel
import HindcastStore

/// The checks of `check()`, each on one snapshot.
struct Soundness {
    enum Step: CaseIterable {
        case integrity, references, records, learning, nodeCounts, contents, traces, totals
    }

    let reader: Reader
    let connection: Connection

    init(_ reader: Reader) {
        self.reader = reader
        connection = reader.connection
    }

    /// - Returns: the problems found, in sentences.
    func run(_ step: Step) throws(StoreError) -> [String] {
        switch step {
        case .integrity: try integrity()
        case .references: try references()
        case .records: try records()
        case .learning: try learning()
        case .nodeCounts: try nodeCounts()
        case .contents: try contents() + missingContents()
        case .traces: try traces()
        case .totals: try totals()
        }
    }

    /// Problems of one kind that are told one by one.
    static let problemsMax = 20

    private func integrity() throws(StoreError) -> [String] {
        let check = try Statement("PRAGMA integrity_check(20)", on: connection)
        var problems: [String] = []
        while try check.step() {
            if check.text(0) != "ok" { problems.append("SQLite: \(check.text(0)).") }
        }
        return problems
    }

    /// Each query answers the rows that are wrong; the sentence says what that means.
    private func references() throws(StoreError) -> [String] {
        let questions = [
            (
                "SELECT n.id FROM nodes n WHERE n.parent != 0 AND NOT ifnull(\(NodeRun.isThere("n.parent")), 0)",
                "Node %d has no parent."
            ),
            (
                "SELECT n.id FROM nodes n WHERE n.depth != ifnull(\(NodeRun.depth(of: "n.parent")), 0) + 1",
                "Node %d has the wrong depth."
            ),
            (
                "SELECT id FROM (SELECT id, count, lag(id, 1, 0) OVER (ORDER BY id) AS before FROM nodes)"
                    + " WHERE count < 1 OR id - count < before",
                "The run of node %d overlaps the one before it."
            ),
            (
                """
                SELECT id FROM (SELECT id, content, lag(content + count, 1, 0) OVER (ORDER BY content) AS free
                    FROM nodes WHERE count > 1) WHERE content < free
                """, "The run of node %d shares a content with another."
            ),
            (
                "SELECT s.id FROM spans s WHERE s.trace NOT IN (SELECT id FROM traces UNION SELECT trace FROM doomed)",
                "Span row %d belongs to no trace."
            ),
            (
                "SELECT s.id FROM spans s JOIN traces t ON t.id = s.trace WHERE t.project != s.project",
                "Span row %d is of another project than its trace."
            ),
            (
                "SELECT id FROM spans WHERE \(SpanFlags.waits) AND id <= (SELECT placed_span FROM counters)",
                "The call of span row %d is missing in lists."
            ),
            (
                """
                SELECT s.id FROM spans s WHERE s.input IS NOT NULL AND s.input != 0
                    AND NOT ifnull(\(NodeRun.isThere("s.input")), 0)
                UNION SELECT s.id FROM spans s WHERE s.output IS NOT NULL AND s.output != 0
                    AND NOT ifnull(\(NodeRun.isThere("s.output")), 0)
                """, "Span row %d names a node that is gone."
            ),
            (
                """
                SELECT s.id FROM spans s WHERE s.name NOT IN (SELECT id FROM strings)
                    OR (s.model IS NOT NULL AND s.model NOT IN (SELECT id FROM strings))
                    OR (typeof(s.extras) = 'integer' AND s.extras NOT IN (SELECT id FROM strings))
                """, "Span row %d uses a name that is gone."
            ),
            (
                "SELECT first FROM (SELECT first, count, lead(first) OVER (ORDER BY first) AS next FROM packs)"
                    + " WHERE next < first + count", "The pack from content %d on overlaps the next one."
            ),
        ]
        return try ask(questions)
    }

    /// Each query answers the numbers of wrong rows, which take the place of %d.
    func ask(_ questions: [(sql: String, sentence: String)]) throws(StoreError) -> [String] {
        var problems: [String] = []
        for (sql, sentence) in questions {
            let ask = try Statement(sql + " LIMIT \(Self.problemsMax)", on: connection)
            while try ask.step() {
                let pieces = sentence.split(separator: "%d", maxSplits: 1, omittingEmptySubsequences: false)
                problems.append(pieces.joined(separator: "\(ask.int64(0))"))
            }
        }
        return problems
    }

    private func nodeCounts() throws(StoreError) -> [String] {
        var counts: [Int64: Int64] = [:]
        let children = try Statement("SELECT parent, count(*) FROM nodes GROUP BY parent", on: connection)
        while try children.step() { counts[children.int64(0), default: 0] += children.int64(1) }
        let spans = try Statement("SELECT input, output, ropes FROM spans", on: connection)
        while try spans.step() {
            let ends = [spans.optionalInt64(0), spans.optionalInt64(1)].compactMap(\.self)
            for node in ends + Ropes.decode(spans.optionalBlob(2)) { counts[node, default: 0] += 1 }
        }
        var problems: [String] = []
        let rows = try Statement("SELECT \(CountedRun.columns) FROM nodes", on: connection)
        while problems.count < Self.problemsMax, try rows.step() {
            let counted = CountedRun(rows)
            guard counted.isWhole else {
                problems.append("The run of node \(counted.run.last) has lost counts of its nodes.")
                continue
            }
            for node in counted.run.first...counted.run.last {
                let refs = counted.count(of: node)
                let found = (counts[node] ?? 0) + (node < counted.run.last ? 1 : 0)
                if refs != found {
                    problems.append("Node \(node) counts \(refs) references and has \(found).")
                }
            }
        }
        return Array(problems.prefix(Self.problemsMax))
    }

    private func missingContents() throws(StoreError) -> [String] {
        var problems: [String] = []
        let named = try Statement(
            """
            SELECT content, 0, count FROM nodes
            UNION SELECT s.body, 1, 1 FROM spans s JOIN traces t ON t.id = s.trace
            UNION SELECT body, 2, 1 FROM logs ORDER BY 1
            """, on: connection)
        var pack: Pack?
        while problems.count < Self.problemsMax, try named.step() {
            let first = named.int64(0)
            for id in first..<first + max(0, named.int64(2)) {
                if pack?.covers(id) != true { pack = (try? reader.packs.pack(holding: id)) ?? nil }
                let kind = pack?.entry(id)?.kind
                let isRight =
                    switch named.int64(1) {
                    case 0: kind == .message || kind == .slice
                    case 1: kind == .span
                    default: kind == .log
                    }
                if !isRight { problems.append("Content \(id) is named and has no bytes.") }
            }
        }
        return problems
    }

    private func traces() throws(StoreError) -> [String] {
        var problems: [String] = []
        let table = TraceTable(connection: connection)
        let recount = Recount(connection: connection)
        let list = try Statement("SELECT project, trace_id FROM traces", on: connection)
        while problems.count < Self.problemsMax, try list.step() {
            guard let id = TraceID(bytes: list.blob(1)), let row = try table.load(id, project: list.int64(0))
            else {
                problems.append("A trace row has no readable id.")
                continue
            }
            let right = try recount.recount(row, writingFlags: false)
            if !row.agrees(with: right) {
                problems.append("The sums of trace \(id) do not agree with its spans.")
            }
        }
        return problems
    }

    private func totals() throws(StoreError) -> [String] {
        let questions = [
            ("traces", "SELECT count(*) FROM traces"),
            ("spans", "SELECT count(*) FROM spans WHERE trace NOT IN (SELECT trace FROM doomed)"),
            ("nodes", "SELECT ifnull(sum(count), 0) FROM nodes"),
            ("logs", "SELECT count(*) FROM logs"),
        ]
        var problems: [String] = []
        for (noun, sql) in questions {
            let right = try connection.integer(sql) ?? 0
            let told = try connection.integer("SELECT ifnull(sum(\(noun)), 0) FROM totals") ?? 0
            if right != told { problems.append("The store counts \(told) \(noun) and has \(right).") }
        }
        return problems
    }
}

extension TraceRow {
    /// Everything a reader sees, except the version.
    func agrees(with other: TraceRow) -> Bool {
        start == other.start && end == other.end && spans == other.spans && errors == other.errors
            && kinds == other.kinds && calls == other.calls && inputTokens == other.inputTokens
            && outputTokens == other.outputTokens && cost == other.cost && name == other.name
            && session == other.session && user == other.user && tags == other.tags
            && metadata == other.metadata
    }
}
