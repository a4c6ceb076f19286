/// How a span ended. `error` also covers a span that recorded an exception event.
public enum SpanStatus: String, Sendable, CaseIterable {
    case unset, ok, error
}
