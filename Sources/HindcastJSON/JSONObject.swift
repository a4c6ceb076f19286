/// Members in the order they came. A key that occurs twice is kept twice; looking it up finds the last.
public struct JSONObject: Sendable, Hashable, Sequence {
    private var members: [Member]

    struct Member: Sendable, Hashable {
        let key: String
        var value: JSON
    }

    public init() { members = [] }

    public init(_ pairs: [(String, JSON)]) { members = pairs.map { Member(key: $0.0, value: $0.1) } }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    public var keys: [String] { members.map(\.key) }

    public subscript(key: String) -> JSON? {
        get { members.last { $0.key == key }?.value }
        set {
            guard let newValue else { return members.removeAll { $0.key == key } }
            if let index = members.lastIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                members.append(Member(key: key, value: newValue))
            }
        }
    }

    /// Adds a member without looking for an earlier one of the same key.
    mutating func append(_ key: String, _ value: JSON) { members.append(Member(key: key, value: value)) }

    public struct Iterator: IteratorProtocol {
        var base: IndexingIterator<[Member]>
        public mutating func next() -> (key: String, value: JSON)? { base.next().map { ($0.key, $0.value) } }
    }

    public func makeIterator() -> Iterator { Iterator(base: members.makeIterator()) }
}
