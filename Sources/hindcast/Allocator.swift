import CAllocator

/// How the C library gives memory back. Left alone, it learns from one large request to keep such blocks for ever, once
/// per thread.
enum Allocator {
    /// An unusually large request, not an exporter's everyday batch: those would pay for fresh pages each time.
    private static let returnedBytesMin: Int32 = 4 << 20
    private static let keptBytesMax: Int32 = 16 << 20
    /// Two cores need no more heaps than this; each keeps leftovers of its own.
    private static let heapsMax: Int32 = 4

    static func prepare() { hindcast_allocator_prepare(returnedBytesMin, keptBytesMax, heapsMax) }
}
