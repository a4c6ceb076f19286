public import HindcastJSON
import HindcastModel

/// What went to a model's provider and what came back.
public struct ProviderExchange: Sendable {
    /// The body of the request.
    public let request: Side
    /// The body of the reply.
    public let response: Side

    /// One direction.
    public struct Side: Sendable {
        public let body: JSONObject
        /// Whether the body is as the instrumentation captured it; else it was rebuilt from messages and parameters, in
        /// the shape of OpenAI's chat completions.
        public let isRecorded: Bool
    }

    /// Nil when the call recorded no content at all.
    init?(_ draft: SpanDraft, _ reading: SpanReading) {
        let sent = reading.input?.objectValue.flatMap { $0.isProviderRequest ? $0 : nil }
        let received = reading.output?.objectValue.flatMap { $0.isProviderResponse ? $0 : nil }
        guard
            sent != nil || received != nil || !reading.inputMessages.isEmpty
                || !reading.outputMessages.isEmpty
        else { return nil }
        request =
            sent.map { Side(body: $0, isRecorded: true) }
            ?? Side(body: ChatCompletion.request(draft, reading), isRecorded: false)
        response =
            received.map { Side(body: $0, isRecorded: true) }
            ?? Side(body: ChatCompletion.response(reading), isRecorded: false)
    }
}

/// Frameworks put their own wrappings where instrumentations of a provider's client put its bodies.
extension JSONObject {
    fileprivate var isProviderRequest: Bool {
        let messages = self["messages"]?.arrayValue ?? self["input"]?.arrayValue
        if let first = messages?.first { return first["role"] != nil || first["type"] != nil }
        return self["contents"]?.arrayValue != nil
            || self["model"]?.stringValue != nil && (self["input"] != nil || self["prompt"] != nil)
    }

    fileprivate var isProviderResponse: Bool {
        ["choices", "candidates", "output"].contains { self[$0]?.arrayValue != nil }
            || self["content"]?.arrayValue != nil && self["role"] != nil
    }
}
