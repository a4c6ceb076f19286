public import HindcastModel

/// What every engine refuses of numbers that move values, since one that is not finite, or huge, would never leave a
/// ledger.
public enum LearningRules {
    /// No policy has values beyond a few; sums and squares of such ones stay finite.
    private static let valueMax = 1000.0

    public static func check(_ credit: Credit) throws(StoreError) {
        try check([credit.reward, credit.floor], step: credit.step)
    }

    public static func check(_ change: QChange) throws(StoreError) {
        try check([change.before, change.after, change.reward, change.floor], step: change.step)
    }

    public static func check(_ review: Review) throws(StoreError) {
        try check([], step: review.step)
    }

    public static func check(value: Double) throws(StoreError) {
        try check([value], step: nil)
    }

    private static func check(_ values: [Double?], step: Double?) throws(StoreError) {
        if let odd = values.compactMap(\.self).first(where: { !(abs($0) <= valueMax) }) {
            throw .refused("A value, reward or floor of \(odd) cannot be kept: give -1000 to 1000.")
        }
        if let step, !(0...1).contains(step) {
            throw .refused("A step of \(step) is out of range: give 0 to 1.")
        }
    }

    public static func check(_ settings: LearningSettings) throws(StoreError) {
        let memrl = settings.memrl
        try check(
            [
                settings.similarityMin, settings.similarityWeight, settings.scoreWeight, memrl.similarityMin,
                memrl.similarityMean, memrl.similarityDeviation, memrl.similarityWeight, memrl.qWeight,
                memrl.qMin,
                memrl.qFloor, memrl.qStart, memrl.rewardPass, memrl.rewardFail, memrl.exploration,
                memrl.sameTaskSimilarity,
            ], step: settings.step)
    }

    /// How a review tells of a memory that its run named and that is not there.
    public static func warning(unknown memory: RecordID) -> String {
        "Memory \(memory) is not known here: its value was not moved."
    }
}
