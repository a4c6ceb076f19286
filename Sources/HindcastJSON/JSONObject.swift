/// The members of an object, in order, repeated keys included.
///
/// Keys are compared byte by byte, never by Unicode equivalence. Looking up walks the members: objects on
/// the wire are small.
public struct JSONObject: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        var key: String
        var value: JSON
    }

    private(set) var members: [Member]

    /// An object without members.
    public init() {
        members = []
    }

    /// An object with these members, in this order.
    public init(_ pairs: some Sequence<(key: String, value: JSON)>) {
        members = pairs.map { Member(key: $0.key, value: $0.value) }
    }

    init(members: [Member]) {
        self.members = members
    }

    /// How many members there are, repeated keys counted each time.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The keys, in order.
    public var keys: [String] { members.map(\.key) }

    /// The value of `key`, the last one where it repeats.
    ///
    /// Setting replaces that one, or appends a member; setting nil removes every member of the key.
    public subscript(key: String) -> JSON? {
        get {
            lastIndex(of: key).map { members[$0].value }
        }
        set {
            guard let value = newValue else {
                members.removeAll { Self.same($0.key, key) }
                return
            }
            if let index = lastIndex(of: key) {
                members[index].value = value
            } else {
                members.append(Member(key: key, value: value))
            }
        }
    }

    private func lastIndex(of key: String) -> Int? {
        // By index: a member handed to a closure would be copied with its value.
        var index = members.count
        while index > 0 {
            index -= 1
            if Self.same(members[index].key, key) { return index }
        }
        return nil
    }

    static func same(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count, left == right else { return false }
        // Equal characters may be other bytes, but never as many of them where one of the texts is ASCII.
        return left.utf8Span.isKnownASCII || left.utf8.elementsEqual(right.utf8)
    }
}
