#include <sqlite3.h>

/* Variadic in C, so not to be called from Swift. Counting every allocation takes a mutex that all connections share;
   nobody asks for the counts. Has no effect once SQLite is in use. */
static inline int hindcast_sqlite_without_memory_counts(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
