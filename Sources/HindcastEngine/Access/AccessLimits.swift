/// Bounds of access, each with its reason.
public enum AccessLimits {
    /// How long a good key is trusted without asking the store: the time until a revocation by another process counts.
    public static let keyCacheNanoseconds: Int64 = 2_000_000_000
    /// Keys in the cache; beyond, it starts afresh.
    public static let keyCacheEntriesMax = 10_000
    /// Pause between two writings of when keys were last used.
    public static let touchNanoseconds: Int64 = 30_000_000_000
    /// Callers whose rate is followed; beyond, those at rest are forgotten.
    public static let rateEntriesMax = 10_000
    /// Failed attempts per second and address before the store is no longer asked.
    public static let failuresPerSecond = 50.0
    /// Bytes of a presented key; ours have 43.
    public static let keyBytesMax = 256
    /// Audit entries in one answer.
    public static let auditEntriesMax = 1000
    /// Bytes of a key's label.
    public static let labelBytesMax = 200
}
