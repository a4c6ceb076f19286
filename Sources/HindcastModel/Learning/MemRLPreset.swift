/// The constants with which the paper's benchmarks were run, as their configurations ship them.
public enum MemRLPreset: String, Sendable, CaseIterable {
    case alfWorld, bigCodeBench, hle, lifelongOS, lifelongDB

    /// Which of two numbers cuts off what is not similar. The code takes the first one and, where a configuration names
    /// only the second, that one's default of 0.5; the paper's figures were probably made with the second.
    public enum Threshold: String, Sendable, CaseIterable {
        /// `sim_threshold`.
        case code
        /// `tau`.
        case paper
    }

    /// Memories of an answer (k2).
    public var limit: Int {
        switch self {
        case .alfWorld, .hle: 3
        case .bigCodeBench, .lifelongOS, .lifelongDB: 5
        }
    }

    /// The step size (alpha), the same in all of them.
    public static let step = 0.3

    public func constants(_ threshold: Threshold = .code) -> MemRLConstants {
        var constants = MemRLConstants()
        constants.similarityMin = similarityMin(threshold)
        (constants.similarityMean, constants.similarityDeviation) = similarities
        switch self {
        case .alfWorld, .hle:
            constants.qMin = -10
            constants.exploration = 0
        case .bigCodeBench: break
        case .lifelongOS, .lifelongDB:
            constants.tasksMax = 10
            constants.qStart = 0.5
            constants.rewardFail = 0
            constants.qFloor = 0
            constants.exploration = 0.01
            constants.sameTaskSimilarity = 0.99
        }
        return constants
    }

    private func similarityMin(_ threshold: Threshold) -> Double {
        switch (self, threshold) {
        case (.lifelongDB, .code): 0.369
        case (_, .code): 0.5
        case (.alfWorld, .paper): 0.62
        case (.hle, .paper): 0.25
        case (_, .paper): 0.35
        }
    }

    private var similarities: (mean: Double, deviation: Double) {
        switch self {
        case .alfWorld: (0.5187, 0.1203)
        case .bigCodeBench: (0.31, 0.10)
        case .hle: (0.1857, 0.0941)
        case .lifelongOS: (0.39, 0.14)
        case .lifelongDB: (0.2748, 0.1127)
        }
    }
}
