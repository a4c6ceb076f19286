/// A bounded map that forgets what has not been asked for lately: when the young half is full it becomes the old half,
/// and the former old half goes. Cheaper than a list of uses, and exact enough for a cache.
struct GenerationalCache<Key: Hashable, Value> {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private let generationMax: Int

    /// Holds between `generationMax` and twice as many entries.
    init(generationMax: Int) {
        self.generationMax = generationMax
    }

    mutating func find(_ key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old[key] else { return nil }
        insert(value, for: key)
        return value
    }

    mutating func insert(_ value: Value, for key: Key) {
        if young.count >= generationMax {
            swap(&old, &young)
            young.removeAll(keepingCapacity: true)
        }
        young[key] = value
    }

    mutating func removeAll() {
        young = [:]
        old = [:]
    }
}
