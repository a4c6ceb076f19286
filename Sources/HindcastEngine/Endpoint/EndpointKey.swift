/// A key for somebody else's service. It goes into one header and nowhere else: however it is printed, it is not told.
public struct EndpointKey: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let text: String

    /// Nil for a key of blanks. Blanks around a key come from files and are no part of it.
    public init?(_ text: String) {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        var rest = text[...]
        while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
        while let last = rest.last, blanks.contains(last) { rest.removeLast() }
        guard !rest.isEmpty else { return nil }
        self.text = String(rest)
    }

    public var description: String { "(a key)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
