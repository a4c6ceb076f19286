import HindcastModel
import HindcastStore

/// Walks from a message to the calls that saw or said it: from its nodes down to the ends of calls, level by level,
/// so that the first call found in a trace is the one nearest to the message.
struct MessagePlaces {
    private let connection: Connection
    private var nodes: NodeReader
    /// Nodes that one question may visit; the first messages found get more of them than later ones.
    private var visitsLeft = 2000

    init(connection: Connection) {
        self.connection = connection
        nodes = NodeReader(connection)
    }

    /// Nodes visited without finding another trace before a walk ends: enough for the rest of most runs.
    private static let fruitlessMin = 24
    /// Messages that one answer may have.
    private static let answerMax = 8
    /// Nodes that hold the same message.
    private static let nodesMax = 256

    mutating func find(_ content: Int64, project: Int64, countMax: Int) throws(StoreError) -> [Place] {
        var found: [Place] = []
        var traces: Set<Int64> = []
        var level = try nodes.nodes(of: content, limit: Self.nodesMax)
        for node in level { try takeAnswers(holding: node, project, &found, &traces) }
        var fruitless = 0
        let fruitlessMax = max(Self.fruitlessMin, visitsLeft / 8)
        while !level.isEmpty, found.count < countMax, fruitless < fruitlessMax {
            var next: [Int64] = []
            for node in level {
                let before = found.count
                visitsLeft -= 1
                try takeEnds(at: node, project, &found, &traces)
                fruitless = found.count > before ? 0 : fruitless + 1
                if fruitless >= fruitlessMax || found.count >= countMax { break }
                next += try nodes.children(of: node, limit: StoreLimits.pageMax)
            }
            level = next
        }
        return found
    }

    private static let ends = """
        SELECT t.id, t.trace_id, s.span_id, s.start, s.input, s.output FROM spans s JOIN traces t ON t.id = s.trace
        WHERE coalesce(s.input, s.output) = ?1 AND coalesce(s.input, s.output) IS NOT NULL AND t.project = ?2
        ORDER BY t.start DESC, t.id, s.start, s.id
        """

    /// Calls whose input ends at the node, or that only have an answer and it ends there.
    private func takeEnds(
        at node: Int64, _ project: Int64, _ found: inout [Place], _ traces: inout Set<Int64>
    ) throws(StoreError) {
        let find = try connection.statement(Self.ends)
        find.bind(1, node)
        find.bind(2, project)
        defer { find.reset() }
        while try find.step() {
            if let place = Place(find), traces.insert(place.traceRow).inserted { found.append(place) }
        }
    }

    /// Calls whose answer leads through the node: their input ends a few steps above it.
    private mutating func takeAnswers(
        holding node: Int64, _ project: Int64, _ found: inout [Place], _ traces: inout Set<Int64>
    ) throws(StoreError) {
        var above = node
        for _ in 0..<Self.answerMax {
            guard let parent = try self.parent(of: above), parent != NodeID.root.value else { return }
            above = parent
            let find = try connection.statement(Self.ends)
            find.bind(1, above)
            find.bind(2, project)
            var answers: [(place: Place, output: Int64)] = []
            while try find.step() {
                guard find.optionalInt64(4) == above, let output = find.optionalInt64(5) else { continue }
                if let place = Place(find) { answers.append((place, output)) }
            }
            for answer in answers where !traces.contains(answer.place.traceRow) {
                guard try isAbove(node, of: answer.output) else { continue }
                traces.insert(answer.place.traceRow)
                found.append(answer.place)
            }
        }
    }

    private mutating func isAbove(_ node: Int64, of output: Int64) throws(StoreError) -> Bool {
        var next = output
        for _ in 0..<Self.answerMax {
            if next == node { return true }
            guard let parent = try parent(of: next) else { return false }
            next = parent
        }
        return false
    }

    private mutating func parent(of node: Int64) throws(StoreError) -> Int64? {
        try nodes.run(holding: node)?.parent(of: node)
    }
}
