public import HindcastModel

public struct Normaliser: Sendable {
    public init() {}
    public func read(_ draft: SpanDraft, logs: [LogDraft]) -> SpanReading { SpanReading() }
}
