import HindcastEngine
import HindcastJSON
import HindcastModel

/// How a project learns, as it is read and changed. `memrl` may name a preset, whose constants its other members then
/// change.
struct SettingsPayload {
    private let body: NativeBody
    private let memrl: NativeBody?

    private static let constants = [
        "tasksMax", "similarityMin", "similarityMean", "similarityDeviation", "similarityWeight", "qWeight",
        "qMin", "qFloor", "qStart", "rewardPass", "rewardFail", "exploration", "sameTaskSimilarity",
    ]
    /// Rewards and values lie near 0; what is beyond this is a slip.
    private static let values = -1000.0...1000.0

    init(_ members: JSONObject) throws(NativeError) {
        body = try NativeBody(
            members,
            of: ["policy", "credit", "alpha", "similarityMin", "similarityWeight", "scoreWeight", "memrl"])
        memrl = try body.part("memrl", of: ["preset", "threshold"] + Self.constants)
    }

    func apply(to settings: inout LearningSettings) throws(NativeError) {
        if let memrl { try apply(memrl, to: &settings) }
        settings.policy = try body.choice("policy", of: LearningSettings.Policy.self) ?? settings.policy
        settings.credit = try body.choice("credit", of: LearningSettings.CreditRule.self) ?? settings.credit
        settings.step = try body.number("alpha", in: 0...1) ?? settings.step
        settings.similarityMin = try body.number("similarityMin", in: -1...1) ?? settings.similarityMin
        settings.similarityWeight =
            try body.number("similarityWeight", in: 0...1) ?? settings.similarityWeight
        settings.scoreWeight = try body.number("scoreWeight", in: 0...1) ?? settings.scoreWeight
    }

    private func apply(_ memrl: NativeBody, to settings: inout LearningSettings) throws(NativeError) {
        let threshold = try memrl.choice("threshold", of: MemRLPreset.Threshold.self)
        if let preset = try memrl.choice("preset", of: MemRLPreset.self) {
            settings.memrl = preset.constants(threshold ?? .code)
            settings.step = MemRLPreset.step
        } else if threshold != nil {
            throw memrl.failure("threshold", "chooses between the numbers of a `memrl.preset`; name that too")
        }
        var constants = settings.memrl
        constants.tasksMax =
            try memrl.whole("tasksMax", in: 1...LearningLimits.answerMax) ?? constants.tasksMax
        let numbers: [(String, WritableKeyPath<MemRLConstants, Double>, ClosedRange<Double>)] = [
            ("similarityMin", \.similarityMin, -1...1), ("similarityMean", \.similarityMean, -1...1),
            ("similarityDeviation", \.similarityDeviation, 0.000_001...1),
            ("similarityWeight", \.similarityWeight, 0...1), ("qWeight", \.qWeight, 0...1),
            ("qMin", \.qMin, Self.values), ("qStart", \.qStart, Self.values),
            ("rewardPass", \.rewardPass, Self.values), ("rewardFail", \.rewardFail, Self.values),
            ("exploration", \.exploration, 0...1), ("sameTaskSimilarity", \.sameTaskSimilarity, -1...1),
        ]
        for (name, member, range) in numbers {
            if let number = try memrl.number(name, in: range) { constants[keyPath: member] = number }
        }
        if memrl.isCleared("qFloor") { constants.qFloor = nil }
        constants.qFloor = try memrl.number("qFloor", in: Self.values) ?? constants.qFloor
        settings.memrl = constants
    }
}

extension LearningSettings {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("policy", policy.rawValue)
            writer.field("credit", credit.rawValue)
            writer.field("alpha", step)
            writer.field("similarityMin", similarityMin)
            writer.field("similarityWeight", similarityWeight)
            writer.field("scoreWeight", scoreWeight)
            writer.key("memrl")
            memrl.write(to: &writer)
        }
    }
}

extension MemRLConstants {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("tasksMax", tasksMax)
            writer.field("similarityMin", similarityMin)
            writer.field("similarityMean", similarityMean)
            writer.field("similarityDeviation", similarityDeviation)
            writer.field("similarityWeight", similarityWeight)
            writer.field("qWeight", qWeight)
            writer.field("qMin", qMin)
            writer.field("qFloor", qFloor)
            writer.field("qStart", qStart)
            writer.field("rewardPass", rewardPass)
            writer.field("rewardFail", rewardFail)
            writer.field("exploration", exploration)
            writer.field("sameTaskSimilarity", sameTaskSimilarity)
        }
    }
}
