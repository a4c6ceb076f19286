public import HindcastModel

/// What began in one stretch of time.
public struct RollupBucket: Sendable, Equatable {
    /// The moment from which it counts.
    public var start: Timestamp
    public var traces: Int64 = 0
    /// Traces in error.
    public var errors: Int64 = 0
    public var spans: Int64 = 0
    /// Those that count, each once.
    public var modelCalls: Int64 = 0
    public var inputTokens: Int64 = 0
    public var outputTokens: Int64 = 0
    /// US dollars.
    public var cost: Double = 0
    /// Of traces: half took no longer.
    public var durationP50Milliseconds: Double = 0
    /// Of traces: nineteen of twenty took no longer.
    public var durationP95Milliseconds: Double = 0

    /// A bucket in which nothing happened.
    public init(start: Timestamp) { self.start = start }
}
