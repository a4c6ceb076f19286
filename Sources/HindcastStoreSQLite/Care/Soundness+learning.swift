import HindcastModel
import HindcastStore

extension Soundness {
    /// Ledgers and vectors belong to memories that are there, and every value is what its ledger makes.
    func learning() throws(StoreError) -> [String] {
        try ask(Self.ofLearning) + values()
    }

    private static let ofLearning: [(sql: String, sentence: String)] = [
        (
            """
            SELECT a.id FROM attempts a WHERE a.reviewed != EXISTS (SELECT 1 FROM reviews r
                WHERE r.project = a.project AND r.trace = a.trace AND r.state = 'completed')
            """, "Attempt row %d is listed as reviewed and is not, or the other way round."
        ),
        (
            "SELECT id FROM q_changes WHERE memory NOT IN (SELECT id FROM memories)",
            "Change %d is of a memory that is gone."
        ),
        (
            """
            SELECT v.id FROM vectors v WHERE NOT EXISTS (SELECT 1 FROM memories m JOIN vector_models o
                ON o.project = m.project WHERE m.id = v.memory AND o.id = v.model)
            """, "Vector row %d is of a memory or a model that is gone."
        ),
    ]

    private func values() throws(StoreError) -> [String] {
        var problems: [String] = []
        let ledger = QChangeTable(connection: connection)
        let memories = try Statement("SELECT id, q FROM memories", on: connection)
        while problems.count < Self.problemsMax, try memories.step() {
            let (row, q) = (memories.int64(0), memories.double(1))
            let entries = try ledger.all(of: row)
            if entries.isEmpty || QChange.folded(entries, from: entries[0].before) != q {
                problems.append("The value of memory row \(row) is not what its ledger makes.")
            }
        }
        return problems
    }
}
