import HindcastStore

/// The tables of `hindcast.sqlite`, as the list of scripts that lead to them. A released script never changes: what
/// is new goes into a script of its own.
enum Schema {
    static let version = Int64(scripts.count)

    /// Script n takes a store from version n to n + 1.
    static let scripts = [version1]

    /// Must come before the first table.
    static let creation = """
        PRAGMA page_size = 4096;
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        """

    static let tables: Set<String> = [
        "counters", "totals", "projects", "keys", "audit", "strings", "identities", "new_identities", "packs",
        "dead", "nodes", "traces", "doomed", "spans", "agents", "logs", "awaited", "annotations", "feedback",
        "datasets", "queries", "conversations", "shares", "attempts", "reviews", "memories", "q_changes",
        "vector_models", "vectors", "learned_models", "learning_settings", "skills",
    ]

    /// Brings a store up to date, one transaction per script.
    static func migrate(_ connection: Connection) throws(StoreError) {
        let found = try connection.integer("PRAGMA user_version") ?? 0
        guard found <= version else {
            throw .newer(
                "The store has format \(found), this program knows formats up to \(version): use the newer program "
                    + "that wrote it, or another folder.")
        }
        for next in Int(max(found, 0))..<scripts.count {
            try connection.transaction { () throws(StoreError) in
                try connection.execute(scripts[next])
                try connection.execute("PRAGMA user_version = \(next + 1)")
            }
        }
    }

    private static let version1 = """
        CREATE TABLE counters(
            one INTEGER PRIMARY KEY CHECK (one = 1),
            sequence INTEGER NOT NULL,
            next_content INTEGER NOT NULL,
            next_node INTEGER NOT NULL,
            next_trace INTEGER NOT NULL,
            next_span INTEGER NOT NULL,
            placed_span INTEGER NOT NULL,
            generation INTEGER NOT NULL);
        INSERT INTO counters VALUES (1, 0, 1, 1, 1, 1, 0, 0);

        CREATE TABLE totals(
            project INTEGER PRIMARY KEY,
            traces INTEGER NOT NULL,
            spans INTEGER NOT NULL,
            messages INTEGER NOT NULL,
            nodes INTEGER NOT NULL,
            logs INTEGER NOT NULL,
            last_deletion INTEGER NOT NULL DEFAULT 0);

        CREATE TABLE projects(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            created INTEGER NOT NULL);

        CREATE TABLE keys(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project INTEGER NOT NULL,
            hash BLOB NOT NULL UNIQUE,
            hint TEXT NOT NULL,
            label TEXT NOT NULL,
            scopes TEXT NOT NULL,
            extras TEXT,
            created INTEGER NOT NULL,
            used INTEGER,
            revoked INTEGER);
        CREATE INDEX keys_project ON keys(project);

        CREATE TABLE audit(
            id INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL);

        CREATE TABLE strings(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            bytes BLOB NOT NULL UNIQUE);

        CREATE TABLE identities(
            key INTEGER PRIMARY KEY,
            names BLOB NOT NULL);

        CREATE TABLE new_identities(
            id INTEGER PRIMARY KEY,
            names BLOB NOT NULL);

        CREATE TABLE packs(
            first INTEGER PRIMARY KEY,
            count INTEGER NOT NULL,
            raw_bytes INTEGER NOT NULL,
            bytes BLOB NOT NULL);

        CREATE TABLE dead(content INTEGER PRIMARY KEY);

        CREATE TABLE nodes(
            id INTEGER PRIMARY KEY,
            count INTEGER NOT NULL,
            parent INTEGER NOT NULL,
            content INTEGER NOT NULL,
            depth INTEGER NOT NULL,
            refs INTEGER NOT NULL,
            earlier BLOB);
        CREATE UNIQUE INDEX nodes_edge ON nodes(parent, content);
        CREATE INDEX nodes_content ON nodes(content);
        CREATE INDEX nodes_runs ON nodes(content) WHERE count > 1;

        CREATE TABLE traces(
            id INTEGER PRIMARY KEY,
            project INTEGER NOT NULL,
            trace_id BLOB NOT NULL,
            start INTEGER NOT NULL,
            end INTEGER NOT NULL,
            spans INTEGER NOT NULL,
            errors INTEGER NOT NULL,
            kinds INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            version INTEGER NOT NULL,
            name TEXT NOT NULL,
            session TEXT,
            user TEXT,
            tags TEXT,
            metadata TEXT,
            state BLOB NOT NULL,
            patch TEXT);
        CREATE UNIQUE INDEX traces_id ON traces(project, trace_id);
        CREATE INDEX traces_start ON traces(project, start, trace_id);
        CREATE INDEX traces_version ON traces(project, version);
        CREATE INDEX traces_session ON traces(project, session, start) WHERE session IS NOT NULL;

        CREATE TABLE doomed(
            trace INTEGER PRIMARY KEY,
            project INTEGER NOT NULL);

        CREATE TABLE spans(
            id INTEGER PRIMARY KEY,
            trace INTEGER NOT NULL,
            project INTEGER NOT NULL,
            span_id INTEGER NOT NULL,
            parent INTEGER,
            flags INTEGER NOT NULL,
            start INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            body INTEGER NOT NULL,
            name INTEGER NOT NULL,
            model INTEGER,
            provider INTEGER,
            agent INTEGER,
            input INTEGER,
            output INTEGER,
            ropes BLOB,
            input_tokens INTEGER,
            output_tokens INTEGER,
            cache_read INTEGER,
            cache_write INTEGER,
            reasoning INTEGER,
            cost REAL,
            response TEXT,
            extras INTEGER);
        CREATE UNIQUE INDEX spans_id ON spans(trace, span_id);
        CREATE INDEX spans_anchor ON spans(coalesce(input, output)) WHERE coalesce(input, output) IS NOT NULL;
        CREATE INDEX spans_calls ON spans(project, start, span_id < 0, span_id, model, agent) WHERE flags & 207 = 2;

        CREATE TABLE agents(
            project INTEGER NOT NULL,
            name INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            spans INTEGER NOT NULL,
            PRIMARY KEY (project, name)) WITHOUT ROWID;

        CREATE TABLE logs(
            id INTEGER PRIMARY KEY,
            project INTEGER NOT NULL,
            identity BLOB NOT NULL UNIQUE,
            trace BLOB,
            span_id INTEGER,
            time INTEGER NOT NULL,
            event INTEGER NOT NULL,
            severity INTEGER NOT NULL,
            session TEXT,
            body INTEGER NOT NULL);
        CREATE INDEX logs_trace ON logs(project, trace, time) WHERE trace IS NOT NULL;
        CREATE INDEX logs_session ON logs(project, session, time) WHERE session IS NOT NULL;
        \(records)
        \(learning)
        """

    /// What people write. Records name a trace by its id, since they may come before it.
    private static let records = """
        CREATE TABLE awaited(
            project INTEGER NOT NULL,
            trace BLOB NOT NULL,
            PRIMARY KEY (project, trace)) WITHOUT ROWID;

        CREATE TABLE annotations(
            id INTEGER PRIMARY KEY,
            record BLOB NOT NULL UNIQUE,
            project INTEGER NOT NULL,
            trace BLOB NOT NULL,
            address TEXT NOT NULL,
            original TEXT NOT NULL,
            content TEXT NOT NULL,
            extras TEXT NOT NULL,
            source TEXT,
            status TEXT,
            author TEXT NOT NULL,
            author_key INTEGER,
            resolved INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL);
        CREATE INDEX annotations_trace ON annotations(project, trace, source);

        CREATE TABLE feedback(
            id INTEGER PRIMARY KEY,
            project INTEGER NOT NULL,
            trace BLOB NOT NULL,
            span_id INTEGER NOT NULL,
            start INTEGER NOT NULL,
            value TEXT,
            tags TEXT NOT NULL,
            author TEXT NOT NULL,
            author_key INTEGER,
            updated INTEGER NOT NULL);
        CREATE UNIQUE INDEX feedback_span ON feedback(project, trace, span_id);
        CREATE INDEX feedback_start ON feedback(project, start, span_id < 0, span_id);

        CREATE TABLE datasets(
            id INTEGER PRIMARY KEY,
            record BLOB NOT NULL UNIQUE,
            project INTEGER NOT NULL,
            name TEXT NOT NULL,
            owner TEXT NOT NULL,
            owner_key INTEGER,
            public INTEGER NOT NULL,
            metadata TEXT NOT NULL,
            created INTEGER NOT NULL,
            pushed INTEGER NOT NULL,
            next_number INTEGER NOT NULL);
        CREATE UNIQUE INDEX datasets_name ON datasets(project, owner, name);
        CREATE INDEX datasets_pushed ON datasets(project, pushed, record);

        CREATE TABLE queries(
            id INTEGER PRIMARY KEY,
            record BLOB NOT NULL UNIQUE,
            dataset INTEGER NOT NULL,
            name TEXT NOT NULL,
            query TEXT NOT NULL,
            created INTEGER NOT NULL);
        CREATE INDEX queries_dataset ON queries(dataset);

        CREATE TABLE conversations(
            id INTEGER PRIMARY KEY,
            project INTEGER NOT NULL,
            trace BLOB NOT NULL,
            dataset INTEGER,
            number INTEGER NOT NULL,
            author TEXT NOT NULL,
            author_key INTEGER,
            created INTEGER NOT NULL,
            pushed INTEGER NOT NULL);
        CREATE UNIQUE INDEX conversations_trace ON conversations(project, trace);
        CREATE UNIQUE INDEX conversations_dataset ON conversations(dataset, number) WHERE dataset IS NOT NULL;
        CREATE INDEX conversations_snippets ON conversations(project, created, trace) WHERE dataset IS NULL;

        CREATE TABLE shares(
            id INTEGER PRIMARY KEY,
            project INTEGER NOT NULL,
            trace BLOB NOT NULL,
            token TEXT NOT NULL UNIQUE,
            author TEXT NOT NULL,
            author_key INTEGER,
            created INTEGER NOT NULL,
            expires INTEGER);
        CREATE UNIQUE INDEX shares_trace ON shares(project, trace);
        """
}
