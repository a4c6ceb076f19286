import Testing

@testable import HindcastEngine

@Suite("The cache that forgets")
struct GenerationalCacheTests {
    @Test("What is used stays, what is not goes, and the size is bounded")
    func generations() {
        var cache = GenerationalCache<Int, String>(generationMax: 4)
        cache.insert("kept", for: 0)
        for key in 1...20 {
            cache.insert("x", for: key)
            #expect(cache.find(0) == "kept")
        }
        #expect(cache.find(1) == nil)
        #expect(cache.find(20) == "x")
        cache.removeAll()
        #expect(cache.find(0) == nil)
    }
}
