import HindcastEngine
import HindcastJSON
import HindcastModel

/// What `POST …/memory/query` asks.
struct QueryPayload {
    let request: MemoryRequest

    init(_ members: JSONObject) throws(ReflectError) {
        let body = ReflectBody(members)
        var request = MemoryRequest(
            task: try body.someText("task", bytesMax: LearningLimits.taskBytesMax),
            limit: try body.whole("limit", in: 1...ReflectLimits.memoriesMax)
                ?? ReflectLimits.memoriesDefault)
        request.similarityWeight = try body.number("lambda", in: 0...1)
        request.scoreWeight = try body.number("mmr_lambda", in: 0...1)
        request.similarityMin = try body.number("similarity_threshold", in: -1...1)
        request.metadata = try body.object("metadata_filter").flatMap { $0.isEmpty ? nil : $0 }
        request.policy = try body.choice("policy", of: LearningSettings.Policy.self)
        self.request = request
    }
}
