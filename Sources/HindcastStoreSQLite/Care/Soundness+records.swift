import HindcastStore

extension Soundness {
    /// A record is of a trace that is there, or of one that it waits for; all else was left behind by a deletion.
    func records() throws(StoreError) -> [String] {
        let lost = """
            WHERE NOT EXISTS (SELECT 1 FROM traces t WHERE t.project = r.project AND t.trace_id = r.trace)
                AND NOT EXISTS (SELECT 1 FROM awaited a WHERE a.project = r.project AND a.trace = r.trace)
            """
        let ofTraces = TraceRecords.tables.map { table in
            (
                sql: "SELECT r.id FROM \(table) r " + lost,
                sentence: "Row %d of \(table) names a trace that is gone."
            )
        }
        return try ask(ofTraces + Self.ofDatasets) + agents()
    }

    private static let ofDatasets: [(sql: String, sentence: String)] = [
        (
            """
            SELECT count(*) FROM awaited a JOIN traces t ON t.project = a.project AND t.trace_id = a.trace
            HAVING count(*) > 0
            """, "%d traces are awaited and there."
        ),
        (
            """
            SELECT r.id FROM conversations r WHERE r.dataset IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM datasets d WHERE d.id = r.dataset AND d.project = r.project)
            """, "Conversation row %d names a dataset that is gone."
        ),
        (
            """
            SELECT r.id FROM conversations r JOIN datasets d ON d.id = r.dataset WHERE r.number >= d.next_number
            """, "Conversation row %d has an index that its dataset would give again."
        ),
        (
            "SELECT q.id FROM queries q WHERE q.dataset NOT IN (SELECT id FROM datasets)",
            "Query row %d names a dataset that is gone."
        ),
    ]

    private func agents() throws(StoreError) -> [String] {
        try ask([
            (
                """
                SELECT a.name FROM agents a LEFT JOIN
                    (SELECT project, agent, count(*) AS spans FROM spans WHERE agent IS NOT NULL GROUP BY 1, 2) s
                    ON s.project = a.project AND s.agent = a.name
                WHERE a.spans != ifnull(s.spans, 0)
                """, "The spans of agent %d are counted wrongly."
            ),
            (
                """
                SELECT DISTINCT s.agent FROM spans s WHERE s.agent IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM agents a WHERE a.project = s.project AND a.name = s.agent)
                """, "Agent %d is named by spans and not listed."
            ),
        ])
    }
}
