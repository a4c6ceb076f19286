/* glibc's malloc.h, which Swift's Glibc module leaves out. */
#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
/* Blocks from `returnedBytesMin` on go back to the system when freed, a heap keeps `keptBytesMax` at its end, and no more
   than `heapsMax` heaps are made. */
static inline void hindcast_allocator_prepare(int returnedBytesMin, int keptBytesMax, int heapsMax) {
    mallopt(M_MMAP_THRESHOLD, returnedBytesMin);
    mallopt(M_TRIM_THRESHOLD, keptBytesMax);
    mallopt(M_ARENA_MAX, heapsMax);
}
#else
static inline void hindcast_allocator_prepare(int returnedBytesMin, int keptBytesMax, int heapsMax) {}
#endif
