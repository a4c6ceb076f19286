#include "CCommitLog.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* SQLite writes a frame as 24 bytes of header and a page, and syncs or publishes it after the last frame of a commit.
   So frames may gather until then: other connections read no frame that is not published, and this one is answered from
   the file after what has gathered was written. */

enum {
    /* The usual file takes less than 128 KiB at once. */
    capacity = 124 << 10,
    headerBytes = 24,
    /* In the header: the size of the database after a commit, 0 in all frames but its last. */
    commitMark = 4,
    commitMarkBytes = 4,
};

typedef struct {
    sqlite3_file base;
    sqlite3_int64 start;
    int count;
    /* The frame being written ends a commit. */
    int isEnding;
    unsigned char *gathered;
    /* The usual file follows. */
} Log;

static sqlite3_file *inner(sqlite3_file *file) { return (sqlite3_file *)((Log *)file + 1); }

/* What was gathered stays gathered when it cannot be written: SQLite believes it is in the file. */
static int flush(sqlite3_file *file) {
    Log *log = (Log *)file;
    if (log->count == 0) return SQLITE_OK;
    int code = inner(file)->pMethods->xWrite(inner(file), log->gathered, log->count, log->start);
    if (code == SQLITE_OK) log->count = 0;
    return code;
}

/* The same where a failure takes the whole transaction back: a commit that failed must not be written later. */
static int flushOrForget(sqlite3_file *file) {
    int code = flush(file);
    if (code != SQLITE_OK) ((Log *)file)->count = 0;
    return code;
}

static int logWrite(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    Log *log = (Log *)file;
    if (offset != log->start + log->count || log->count + count > capacity) {
        int code = flushOrForget(file);
        if (code != SQLITE_OK) return code;
        if (count > capacity) return inner(file)->pMethods->xWrite(inner(file), bytes, count, offset);
        log->start = offset;
    }
    memcpy(log->gathered + log->count, bytes, (size_t)count);
    log->count += count;
    if (count == headerBytes) {
        static const unsigned char none[commitMarkBytes];
        log->isEnding = memcmp((const unsigned char *)bytes + commitMark, none, commitMarkBytes) != 0;
        return SQLITE_OK;
    }
    return log->isEnding ? flushOrForget(file) : SQLITE_OK;
}

static int logRead(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    int code = flush(file);
    return code == SQLITE_OK ? inner(file)->pMethods->xRead(inner(file), bytes, count, offset) : code;
}

static int logTruncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = flush(file);
    return code == SQLITE_OK ? inner(file)->pMethods->xTruncate(inner(file), size) : code;
}

static int logSync(sqlite3_file *file, int flags) {
    int code = flushOrForget(file);
    return code == SQLITE_OK ? inner(file)->pMethods->xSync(inner(file), flags) : code;
}

static int logFileSize(sqlite3_file *file, sqlite3_int64 *size) {
    int code = flush(file);
    return code == SQLITE_OK ? inner(file)->pMethods->xFileSize(inner(file), size) : code;
}

static int logClose(sqlite3_file *file) {
    int flushed = flush(file);
    int closed = inner(file)->pMethods->xClose(inner(file));
    free(((Log *)file)->gathered);
    return flushed != SQLITE_OK ? flushed : closed;
}

static int logLock(sqlite3_file *file, int level) { return inner(file)->pMethods->xLock(inner(file), level); }

static int logUnlock(sqlite3_file *file, int level) { return inner(file)->pMethods->xUnlock(inner(file), level); }

static int logCheckReservedLock(sqlite3_file *file, int *isReserved) {
    return inner(file)->pMethods->xCheckReservedLock(inner(file), isReserved);
}

static int logFileControl(sqlite3_file *file, int operation, void *argument) {
    return inner(file)->pMethods->xFileControl(inner(file), operation, argument);
}

static int logSectorSize(sqlite3_file *file) { return inner(file)->pMethods->xSectorSize(inner(file)); }

static int logDeviceCharacteristics(sqlite3_file *file) {
    return inner(file)->pMethods->xDeviceCharacteristics(inner(file));
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = logClose,
    .xRead = logRead,
    .xWrite = logWrite,
    .xTruncate = logTruncate,
    .xSync = logSync,
    .xFileSize = logFileSize,
    .xLock = logLock,
    .xUnlock = logUnlock,
    .xCheckReservedLock = logCheckReservedLock,
    .xFileControl = logFileControl,
    .xSectorSize = logSectorSize,
    .xDeviceCharacteristics = logDeviceCharacteristics,
};

static sqlite3_vfs *usual;

/* All files but logs are opened as they always are, in the same room. */
static int openFile(sqlite3_vfs *files, const char *path, sqlite3_file *file, int flags, int *flagsUsed) {
    (void)files;
    if (!(flags & SQLITE_OPEN_WAL)) return usual->xOpen(usual, path, file, flags, flagsUsed);
    Log *log = (Log *)file;
    memset(log, 0, sizeof *log);
    log->gathered = malloc(capacity);
    if (!log->gathered) return SQLITE_NOMEM;
    int code = usual->xOpen(usual, path, inner(file), flags, flagsUsed);
    if (code == SQLITE_OK) {
        log->base.pMethods = &methods;
    } else {
        free(log->gathered);
    }
    return code;
}

int hindcast_commit_log_register(void) {
    static sqlite3_vfs files;
    usual = sqlite3_vfs_find(NULL);
    if (!usual) return SQLITE_ERROR;
    files = *usual;
    files.zName = HINDCAST_COMMIT_LOG;
    files.szOsFile = usual->szOsFile + (int)sizeof(Log);
    files.pNext = NULL;
    files.xOpen = openFile;
    return sqlite3_vfs_register(&files, 0);
}
