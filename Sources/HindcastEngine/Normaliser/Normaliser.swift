public import HindcastModel

/// Makes one model of every dialect. Pure: the same draft and log records give the same reading.
public struct Normaliser: Sendable {
    private let prices: PriceTable

    /// Most specific first; the order is part of the contract.
    static let conventions: [any Convention] = [
        PushedConversation(), Laminar(), OpenInference(), LangSmithExport(), MLflow(), VercelAI(),
        GoogleADK(), ClaudeCode(),
        PydanticAI(), Strands(), GenAI(), GenAIEvents(), OpenLLMetry(), Leftovers(),
    ]

    public init(prices: PriceTable = .bundled) { self.prices = prices }

    /// Reads a span and the log records that carry its ids, in any order.
    public func read(
        _ draft: SpanDraft, logs: [LogDraft] = [], detail: ReadingDetail = .everything
    ) -> SpanReading {
        read(SpanEvidence(draft, logs: logs, detail: detail))
    }

    func read(_ span: SpanEvidence) -> SpanReading {
        var reading = SpanReading()
        let conventions = Self.conventions.span
        for index in conventions.indices where conventions[index].recognises(span) {
            reading.conventions.append(conventions[index].name)
            conventions[index].read(span, into: &reading)
        }
        finish(span, &reading)
        return reading
    }

    private func finish(_ span: SpanEvidence, _ reading: inout SpanReading) {
        reading.errorMessage.fill(span.errorMessage)
        let kind = reading.kind ?? .span
        reading.kind = kind
        switch kind {
        case .llm, .embedding, .reranker, .evaluator, .guardrail: price(span, &reading)
        case .agent, .tool, .retriever, .workflow, .task, .span:
            // Frameworks repeat on the outer span what the calls inside have used; it must not count twice.
            reading.usage = .unknown
            reading.cost = .unknown
        }
    }

    /// What the client says costs more than nothing is believed; else prices decide.
    private func price(_ span: SpanEvidence, _ reading: inout SpanReading) {
        if reading.cost.isExplicit {
            reading.cost.total = reading.cost.sum
            return
        }
        reading.cost = .unknown
        guard reading.usage.input != nil || reading.usage.output != nil else { return }
        for model in [reading.modelUsed, reading.modelRequested] {
            guard let model, let price = prices.price(model: model, provider: reading.provider) else {
                continue
            }
            reading.cost = span.pricedCall(reading.usage).cost(at: price)
            return
        }
    }
}

extension SpanEvidence {
    /// The status text, else what the last exception says.
    fileprivate var errorMessage: String? {
        if draft.status == .error, let text = draft.statusMessage, !text.isEmpty { return text }
        guard let event = draft.events.last(where: { $0.name == "exception" }) else {
            return draft.status == .error ? attributes.string("error.message", "error.type", "error") : nil
        }
        let type = event.attributes.string("exception.type")
        let message = event.attributes.string("exception.message")
        switch (type, message) {
        case (let type?, let message?): return type + ": " + message
        case (let only?, nil), (nil, let only?): return only
        case (nil, nil): return "exception"
        }
    }
}
