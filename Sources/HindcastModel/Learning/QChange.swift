/// One entry of a memory's ledger: how its value moved, and why.
public struct QChange: Sendable, Equatable {
    public enum Cause: String, Sendable {
        /// The outcome of a run that was given the memory.
        case review
        /// A review was taken back or corrected; the value is what the other entries make.
        case undo
        /// Somebody put it at a value: when the memory was made, by a reset, by an import.
        case set
    }

    /// Its number in the store, growing; 0 before it is stored.
    public var id: Int64
    public var memory: RecordID
    public var cause: Cause
    /// The run; nil for `set`.
    public var trace: TraceID?
    /// What the outcome was worth; nil but for `review`.
    public var reward: Double?
    /// How far the value moved towards the reward, 0...1 (alpha); nil but for `review`.
    public var step: Double?
    /// Where the value stops falling; nil for nowhere.
    public var floor: Double?
    public var before: Double
    public var after: Double
    /// Whether a later `undo` took it back. Then it does not count.
    public var isUndone: Bool
    public var author: Author
    public var time: Timestamp

    public init(
        memory: RecordID, cause: Cause, trace: TraceID? = nil, reward: Double? = nil, step: Double? = nil,
        floor: Double? = nil, before: Double, after: Double, author: Author, time: Timestamp
    ) {
        id = 0
        self.memory = memory
        self.cause = cause
        self.trace = trace
        self.reward = reward
        self.step = step
        self.floor = floor
        self.before = before
        self.after = after
        isUndone = false
        self.author = author
        self.time = time
    }

    /// The update rule: a step from `q` towards the reward.
    public static func moved(
        _ q: Double, towards reward: Double, by step: Double, floor: Double? = nil
    ) -> Double {
        let moved = q + step * (reward - q)
        return floor.map { max($0, moved) } ?? moved
    }

    /// The value that a ledger makes, in its order.
    public static func folded(_ ledger: some Sequence<QChange>, from start: Double) -> Double {
        var q = start
        for change in ledger where !change.isUndone {
            switch change.cause {
            case .review: q = moved(q, towards: change.reward ?? q, by: change.step ?? 0, floor: change.floor)
            case .set: q = change.after
            case .undo: break
            }
        }
        return q
    }
}

/// What the outcome of a run is worth to one memory that it was given.
public struct Credit: Sendable, Equatable {
    public var memory: RecordID
    public var reward: Double
    /// 0...1.
    public var step: Double
    /// Where the value stops falling; nil for nowhere.
    public var floor: Double?

    public init(memory: RecordID, reward: Double, step: Double, floor: Double? = nil) {
        self.memory = memory
        self.reward = reward
        self.step = step
        self.floor = floor
    }
}
