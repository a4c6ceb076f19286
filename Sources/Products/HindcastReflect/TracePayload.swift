import HindcastEngine
import HindcastJSON
import HindcastModel

/// What `POST …/traces` brings. Everything is checked before anything is stored.
struct TracePayload {
    let draft: AttemptDraft

    static let product = "reflect"
    /// Members that the house has a place for. Others are kept under the product's name.
    private static let known: Set<String> = [
        "task", "trajectory", "retrieved_memory_ids", "used_memory_ids", "model", "metadata",
        "final_response",
        "review",
    ]

    init(_ members: JSONObject, payloadBytes: Int) throws(ReflectError) {
        let body = ReflectBody(members)
        var draft = AttemptDraft(
            task: try body.someText("task", bytesMax: LearningLimits.taskBytesMax),
            messages: try Trajectory(members["trajectory"]).messages, origin: Self.product,
            payloadBytes: payloadBytes)
        draft.finalResponse = try body.text("final_response", bytesMax: ReflectLimits.textBytesMax)
        draft.model = try body.text("model", bytesMax: ReflectLimits.nameBytesMax)
        draft.memories = try Self.memories("retrieved_memory_ids", in: body) ?? []
        draft.used = try Self.memories("used_memory_ids", in: body)
        draft.metadata = try body.object("metadata") ?? JSONObject()
        draft.review = try body.part("review").map { part throws(ReflectError) in
            try ReviewPayload(part).draft
        }
        _ = try body.text("reference_context", bytesMax: ReflectLimits.textBytesMax)
        let rest = JSONObject(members.filter { !Self.known.contains($0.key) && !$0.value.isNull })
        if !rest.isEmpty { draft.extras[Self.product] = .object(rest) }
        self.draft = draft
    }

    private static func memories(_ name: String, in body: ReflectBody) throws(ReflectError) -> [String]? {
        try body.texts(name, countMax: ReflectLimits.memoryIDsMax, bytesMax: ReflectLimits.nameBytesMax)
    }
}
