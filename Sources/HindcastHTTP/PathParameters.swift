/// What the braces of a route's pattern stood for in this request, percent-decoded.
///
/// The part matched by a trailing `*` is under the name `*`, its segments joined by `/`.
public struct PathParameters: Sendable {
    private let pairs: [(name: String, value: String)]

    /// Parameters in the order of the pattern.
    public init(_ pairs: [(name: String, value: String)] = []) {
        self.pairs = pairs
    }

    /// The value matched by `{name}`, or nil when the pattern has no such name.
    public subscript(_ name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }
}
