extension Schema {
    /// What runs teach. Attempts and reviews are records of a trace; memories outlive the runs they were learned from.
    /// In `memories` the columns that an index is loaded from come before the texts, which may fill further pages.
    static let learning = """
        CREATE TABLE attempts(
            id INTEGER PRIMARY KEY,
            project INTEGER NOT NULL,
            trace BLOB NOT NULL,
            created INTEGER NOT NULL,
            reviewed INTEGER NOT NULL,
            task TEXT NOT NULL,
            response TEXT,
            model TEXT,
            memories TEXT NOT NULL,
            used TEXT,
            extras TEXT NOT NULL);
        CREATE UNIQUE INDEX attempts_trace ON attempts(project, trace);
        CREATE INDEX attempts_created ON attempts(project, created, trace);
        CREATE INDEX attempts_reviewed ON attempts(project, reviewed, created, trace);

        CREATE TABLE reviews(
            id INTEGER PRIMARY KEY,
            record BLOB NOT NULL UNIQUE,
            project INTEGER NOT NULL,
            trace BLOB NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            error TEXT,
            verdict TEXT NOT NULL,
            feedback TEXT,
            step REAL,
            mode TEXT NOT NULL,
            lesson TEXT,
            author TEXT NOT NULL,
            author_key INTEGER,
            created INTEGER NOT NULL,
            memory BLOB,
            warnings TEXT NOT NULL);
        CREATE UNIQUE INDEX reviews_trace ON reviews(project, trace);
        CREATE INDEX reviews_waiting ON reviews(id) WHERE state IN ('queued', 'processing');

        CREATE TABLE memories(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            record BLOB NOT NULL UNIQUE,
            project INTEGER NOT NULL,
            intent BLOB NOT NULL,
            q REAL NOT NULL,
            pinned INTEGER NOT NULL,
            retired INTEGER,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            merged BLOB,
            verdict TEXT,
            trace BLOB,
            author TEXT NOT NULL,
            author_key INTEGER,
            task TEXT NOT NULL,
            lesson TEXT NOT NULL,
            tools TEXT NOT NULL,
            metadata TEXT NOT NULL);
        CREATE INDEX memories_created ON memories(project, created, record);
        CREATE INDEX memories_current ON memories(project, created, record) WHERE retired IS NULL;

        CREATE TABLE q_changes(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            memory INTEGER NOT NULL,
            cause TEXT NOT NULL,
            trace BLOB,
            reward REAL,
            step REAL,
            floor REAL,
            before REAL NOT NULL,
            after REAL NOT NULL,
            undone INTEGER NOT NULL,
            author TEXT NOT NULL,
            author_key INTEGER,
            time INTEGER NOT NULL);
        CREATE INDEX q_changes_memory ON q_changes(memory);
        CREATE UNIQUE INDEX q_changes_run ON q_changes(trace, memory) WHERE cause = 'review' AND undone = 0;

        CREATE TABLE vector_models(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project INTEGER NOT NULL,
            name TEXT NOT NULL);
        CREATE UNIQUE INDEX vector_models_name ON vector_models(project, name);

        CREATE TABLE vectors(
            id INTEGER PRIMARY KEY,
            model INTEGER NOT NULL,
            memory INTEGER NOT NULL,
            components BLOB NOT NULL);
        CREATE UNIQUE INDEX vectors_memory ON vectors(model, memory);

        CREATE TABLE learned_models(
            project INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            state BLOB NOT NULL,
            texts INTEGER NOT NULL);

        CREATE TABLE learning_settings(
            project INTEGER PRIMARY KEY,
            settings TEXT NOT NULL);

        CREATE TABLE skills(
            project INTEGER PRIMARY KEY,
            content TEXT NOT NULL,
            version INTEGER NOT NULL,
            updated INTEGER NOT NULL);
        """
}
