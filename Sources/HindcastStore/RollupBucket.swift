public import HindcastModel

/// What began in one stretch of time.
public struct RollupBucket: Sendable, Equatable {
    public var start: Timestamp
    public var traces: Int64 = 0
    public var errors: Int64 = 0
    public var spans: Int64 = 0
    public var modelCalls: Int64 = 0
    public var inputTokens: Int64 = 0
    public var outputTokens: Int64 = 0
    public var cost: Double = 0
    public var durationP50Milliseconds: Double = 0
    public var durationP95Milliseconds: Double = 0

    public init(start: Timestamp) { self.start = start }
}
