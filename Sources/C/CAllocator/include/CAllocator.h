#pragma once

/* How jemalloc, which replaces the C library's allocator in the whole process, is to behave. */
extern const char *malloc_conf;
