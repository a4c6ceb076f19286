/// How one project learns. What a request names itself wins over these.
public struct LearningSettings: Sendable, Equatable {
    public enum Policy: String, Sendable, CaseIterable { case reflect, memrl }

    /// Which of the memories that a run was given its outcome moves.
    public enum CreditRule: String, Sendable, CaseIterable {
        /// All of them.
        case retrieved
        /// Those it used: as its trace says, else those whose text its own messages repeat.
        case used
    }

    public var policy: Policy
    public var credit: CreditRule
    /// The step size (alpha), 0...1.
    public var step: Double
    /// Memories less similar than this are not given (delta).
    public var similarityMin: Double
    /// The weight of similarity against value (lambda), 0...1.
    public var similarityWeight: Double
    /// The weight of score against variety (mmr lambda), 0...1; 1 turns variety off.
    public var scoreWeight: Double
    public var memrl: MemRLConstants

    public init() {
        policy = .reflect
        credit = .retrieved
        step = 0.3
        similarityMin = 0.2
        similarityWeight = 0.5
        scoreWeight = 1
        memrl = MemRLConstants()
    }
}

/// The constants of the policy `memrl`; the paper names them per benchmark.
public struct MemRLConstants: Sendable, Equatable {
    /// Distinct tasks that are kept by similarity (k1).
    public var tasksMax: Int
    /// Memories less similar than this are dropped (delta, tau).
    public var similarityMin: Double
    /// Mean and deviation of similarities: fixed, not taken from the query.
    public var similarityMean: Double
    public var similarityDeviation: Double
    public var similarityWeight: Double
    public var qWeight: Double
    /// Memories worth less are dropped, after mean and deviation were taken.
    public var qMin: Double
    /// Where an update stops falling; nil for nowhere.
    public var qFloor: Double?
    /// What a new memory is worth.
    public var qStart: Double
    public var rewardPass: Double
    public var rewardFail: Double
    /// How often a random choice is given instead of the best (epsilon).
    public var exploration: Double
    /// From this similarity on a new memory belongs to a task that is known.
    public var sameTaskSimilarity: Double

    /// The constants of the code's own defaults.
    public init() {
        tasksMax = 5
        similarityMin = 0.5
        similarityMean = 0.1857
        similarityDeviation = 0.0941
        similarityWeight = 0.5
        qWeight = 0.5
        qMin = -0.8
        qFloor = nil
        qStart = 0
        rewardPass = 1
        rewardFail = -1
        exploration = 0.1
        sameTaskSimilarity = 0.9
    }
}
