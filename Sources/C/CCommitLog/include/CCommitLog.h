#ifndef HINDCAST_COMMIT_LOG_H
#define HINDCAST_COMMIT_LOG_H

/// A file system for SQLite that is the usual one, but for this: what a commit appends to the write-ahead log goes to
/// the system in one piece instead of two writes for each page. Nothing is held back beyond the end of a commit.
#define HINDCAST_COMMIT_LOG "hindcast-commit-log"

/// Registers it, once or again. Answers SQLite's result code.
int hindcast_commit_log_register(void);

#endif
