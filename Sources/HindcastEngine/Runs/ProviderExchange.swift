public import HindcastJSON
public import HindcastModel

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
        let sent = Self.recorded(reading.input, as: ["messages", "input", "contents", "prompt", "inputs"])
        let received = Self.recorded(
            reading.output, as: ["choices", "output", "content", "candidates", "message", "completion"])
        guard sent != nil || received != nil || !reading.inputMessages.isEmpty || !reading.outputMessages.isEmpty
        else { return nil }
        request =
            sent.map { Side(body: $0, isRecorded: true) }
            ?? Side(body: ChatCompletion.request(draft, reading), isRecorded: false)
        response =
            received.map { Side(body: $0, isRecorded: true) }
            ?? Side(body: ChatCompletion.response(reading), isRecorded: false)
    }

    /// The span's raw value, if it looks like a provider's body and not like a framework's wrapping of it.
    private static func recorded(_ value: JSON?, as marks: [String]) -> JSONObject? {
        guard let object = value?.objectValue, marks.contains(where: { object[$0] != nil }) else { return nil }
        return object
    }
}
