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
            let kept = cache.find(0)
            #expect(kept == "kept")
        }
        let (old, new) = (cache.find(1), cache.find(20))
        #expect(old == nil)
        #expect(new == "x")
        cache.removeAll()
        let gone = cache.find(0)
        #expect(gone == nil)
    }
}
