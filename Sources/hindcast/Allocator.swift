#if canImport(Glibc)
    import Glibc
#endif

/// How the C library gives memory back. Left alone, it learns from one large request to keep such blocks for ever, once
/// per thread.
enum Allocator {
    /// Blocks from this size on are returned when freed: a request body or a batch, not a message.
    private static let returnedBytesMin: Int32 = 1 << 20
    /// Two cores need no more heaps than this; each keeps its own leftovers.
    private static let heapsMax: Int32 = 4

    static func prepare() {
        #if canImport(Glibc)
            mallopt(M_MMAP_THRESHOLD, returnedBytesMin)
            mallopt(M_TRIM_THRESHOLD, returnedBytesMin)
            mallopt(M_ARENA_MAX, heapsMax)
        #endif
    }
}
