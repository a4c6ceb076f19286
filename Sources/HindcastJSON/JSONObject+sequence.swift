extension JSONObject: Sequence {
    /// Walks over the members in order.
    public struct Iterator: IteratorProtocol, Sendable {
        private var members: IndexingIterator<[Member]>

        init(_ members: [Member]) {
            self.members = members.makeIterator()
        }

        /// The next member.
        public mutating func next() -> (key: String, value: JSON)? {
            members.next().map { (key: $0.key, value: $0.value) }
        }
    }

    /// Walks over the members in order.
    public func makeIterator() -> Iterator {
        Iterator(members)
    }

    /// The number of members, known beforehand.
    public var underestimatedCount: Int { members.count }
}
