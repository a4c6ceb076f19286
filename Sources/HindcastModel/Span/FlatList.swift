public import HindcastBytes
import HindcastProtobuf

/// A list that an instrumentation flattened into keys: `llm.input_messages.0.message.role`, `….1.message.role`
/// and so on. Indices may have gaps and come in any order; groups are sorted by number.
public struct FlatList: Sendable {
    /// What all keys start with, the last dot included.
    public let prefix: String
    /// By index, smallest first.
    public let groups: [Group]
    /// What the list was found among.
    private let attributes: Attributes
    /// Group behind group.
    private let members: [Member]

    /// The attributes that share one index.
    public struct Group: Sendable {
        /// The number in the key.
        public let index: Int
        /// Names what the group holds, wherever it stands: the rests of its keys and the values.
        let digest: RawKey
        fileprivate let members: Range<Int>
    }

    /// One attribute of a group.
    struct Member {
        /// The number in its key.
        let index: Int32
        /// Its place among the attributes.
        let position: Int32
        /// Where the part of its key behind the index starts (`message.role`); the end of the key in a list of plain
        /// values.
        let suffixStart: UInt32
    }

    /// - Parameter members: in the order of arrival.
    init(prefix: String, members: [Member], of attributes: Attributes) {
        let isSorted = zip(members, members.dropFirst()).allSatisfy { $0.index <= $1.index }
        let members =
            isSorted ? members : members.sorted { ($0.index, $0.position) < ($1.index, $1.position) }
        var groups: [Group] = []
        groups.reserveCapacity(members.count / 2 + 1)
        var start = 0
        while start < members.count {
            var end = start + 1
            while end < members.count, members[end].index == members[start].index { end += 1 }
            let digest = Self.digest(members, start..<end, attributes)
            groups.append(Group(index: Int(members[start].index), digest: digest, members: start..<end))
            start = end
        }
        self.prefix = prefix
        self.groups = groups
        self.attributes = attributes
        self.members = members
    }

    /// The same rests of keys with the same values give the same digest.
    private static func digest(_ members: [Member], _ range: Range<Int>, _ attributes: Attributes) -> RawKey {
        let bytes = attributes.buffer.span
        var hasher = RawHasher(domain: 0)
        for index in range {
            let entry = attributes.entries[Int(members[index].position)]
            let suffixStart = Int(members[index].suffixStart)
            // With the key in front, a tag and a length before it, the rest says all. Any other form is taken whole.
            let isUsual = entry.key.lowerBound == entry.wire.lowerBound + 2
            let start = isUsual ? suffixStart : entry.wire.lowerBound
            hasher.combine(
                bytes.extracting(start..<entry.wire.upperBound),
                UInt64(entry.key.upperBound - suffixStart) << 1 | (isUsual ? 1 : 0))
        }
        return hasher.finish()
    }
}

extension FlatList {
    /// The raw key of each group. A group has the same one wherever it stands.
    public func keys(domain: UInt8) -> [RawKey] {
        groups.map { RawHasher.key($0.digest, domain: domain) }
    }

    /// A group as attributes of its own, keys shortened to their suffixes: a window on the same buffer.
    public func attributes(at index: Int) -> Attributes {
        let entries = members[groups[index].members].map { member in
            let entry = attributes.entries[Int(member.position)]
            return entry.renamed(Int(member.suffixStart)..<entry.key.upperBound)
        }
        return Attributes(buffer: attributes.buffer, entries: entries)
    }

    /// Every group, in order.
    public func all() -> [Attributes] { groups.indices.map { attributes(at: $0) } }

    /// Sets the flag of each attribute that is a member; there is one for every attribute.
    public func mark(_ flags: inout [Bool]) {
        for member in members { flags[Int(member.position)] = true }
    }

    /// Groups one behind the other, each a message in field 1 that holds its members with shortened keys as KeyValue
    /// messages, values copied as they came. A group encodes alike wherever it stands in its list.
    public func encoded(_ range: Range<Int>) -> [UInt8] {
        let bytes = attributes.buffer.span
        var writer = ProtobufWriter(reserving: wireBytes(of: range))
        for group in groups[range] {
            let mark = writer.beginMessage(1)
            for member in members[group.members] {
                let entry = attributes.entries[Int(member.position)]
                let part = writer.beginMessage(1)
                writer.bytes(1, bytes.extracting(Int(member.suffixStart)..<entry.key.upperBound))
                var cursor = ProtobufCursor(entry.wire)
                while let field = try? cursor.next(in: bytes) {
                    if field.number == 2, case .bytes(let value) = field.value {
                        writer.bytes(2, bytes.extracting(value))
                    }
                }
                writer.endMessage(part)
            }
            writer.endMessage(mark)
        }
        return writer.bytes
    }

    /// Prefixes included, which make up for the tags and lengths of an encoded group.
    private func wireBytes(of range: Range<Int>) -> Int {
        groups[range].reduce(0) { sum, group in
            members[group.members].reduce(sum) { $0 + attributes.entries[Int($1.position)].wire.count }
        }
    }
}
