public import HindcastBytes
import HindcastProtobuf

/// A list that an instrumentation flattened into keys: `llm.input_messages.0.message.role`, `….1.message.role`
/// and so on. Indices may have gaps and come in any order; groups are sorted by number.
public struct FlatList: Sendable {
    /// What all keys start with, the last dot included.
    public let prefix: String
    /// By index, smallest first.
    public let groups: [Group]

    /// The attributes that share one index.
    public struct Group: Sendable {
        /// The number in the key.
        public let index: Int
        /// A stretch of one array that all groups of the list share.
        public let members: ArraySlice<Member>
        /// One stretch of the buffer that holds exactly these members, if they arrived side by side.
        let wire: Range<Int>?
    }

    /// One attribute of a group and the part of its key behind the index (`message.role`).
    public struct Member: Sendable {
        /// The attribute.
        public let entry: Attributes.Entry
        /// The entry's place among the attributes.
        public let position: Int
        /// Where the rest of the key lies in the buffer; empty for a list of plain values.
        public let suffix: Range<Int>
    }
}

extension Attributes {
    /// Indices past this are not a list but somebody's ids; the attributes then stay plain.
    static let flatIndexMax = 1_000_000

    /// Collects the attributes whose key is `prefix`, a number, then the end or a dot and a suffix.
    public func flatList(_ prefix: String) -> FlatList? {
        let bytes = buffer.span
        let wanted = prefix.utf8Span.span
        var found: [FlatList.Member] = []
        var indices: [Int] = []
        var isSorted = true
        for (position, entry) in entries.enumerated() where entry.hasKey(startingWith: wanted, in: bytes) {
            guard let (index, suffix) = Self.index(in: entry.key, after: wanted.count, bytes) else {
                continue
            }
            if indices.isEmpty {
                found.reserveCapacity(entries.count - position)
                indices.reserveCapacity(entries.count - position)
            } else if let last = indices.last, last > index {
                isSorted = false
            }
            indices.append(index)
            found.append(FlatList.Member(entry: entry, position: position, suffix: suffix))
        }
        guard !found.isEmpty else { return nil }
        if !isSorted {
            let order = found.indices.sorted { (indices[$0], $0) < (indices[$1], $1) }
            found = order.map { found[$0] }
            indices = order.map { indices[$0] }
        }
        return FlatList(prefix: prefix, groups: Self.groups(found, indices))
    }

    private static func groups(_ found: [FlatList.Member], _ indices: [Int]) -> [FlatList.Group] {
        var groups: [FlatList.Group] = []
        groups.reserveCapacity(found.count / 2)
        var start = 0
        while start < found.count {
            var end = start + 1
            while end < found.count, indices[end] == indices[start] { end += 1 }
            let members = found[start..<end]
            groups.append(.init(index: indices[start], members: members, wire: contiguous(members)))
            start = end
        }
        return groups
    }

    /// Neighbours in the buffer are at most a tag and a length apart (six bytes).
    private static func contiguous(_ members: ArraySlice<FlatList.Member>) -> Range<Int>? {
        guard let first = members.first else { return nil }
        var end = first.entry.wireEnd
        for next in members.dropFirst() {
            guard next.entry.wireStart >= end, next.entry.wireStart - end <= 6 else { return nil }
            end = next.entry.wireEnd
        }
        return Int(first.entry.wireStart)..<Int(end)
    }

    private static func index(
        in key: Range<Int>, after prefixCount: Int, _ bytes: Span<UInt8>
    ) -> (Int, suffix: Range<Int>)? {
        var position = key.lowerBound + prefixCount
        var index = 0
        let digitsStart = position
        while position < key.upperBound, (48...57).contains(bytes[position]) {
            index = index * 10 + Int(bytes[position] - 48)
            guard index <= flatIndexMax else { return nil }
            position += 1
        }
        // Only the forms that are written back as they came: no leading zero, no dot without a suffix.
        guard position > digitsStart, position == digitsStart + 1 || bytes[digitsStart] != UInt8(ascii: "0")
        else { return nil }
        if position == key.upperBound { return (index, position..<position) }
        guard bytes[position] == UInt8(ascii: "."), position + 1 < key.upperBound else { return nil }
        return (index, position + 1..<key.upperBound)
    }
}

extension FlatList.Group {
    /// Names these attributes by their bytes, so that a group seen before is recognised without reading it.
    func rawKey(in bytes: Span<UInt8>, domain: UInt8) -> RawKey {
        if let wire { return RawHasher.hash(bytes.extracting(wire), domain: domain) }
        return members.reduce(RawKey(high: 0, low: UInt64(index))) { key, member in
            RawHasher.chain(key, RawHasher.hash(bytes.extracting(member.entry.wire), domain: domain))
        }
    }

    /// The group as attributes of its own, keys shortened to their suffixes; a window on the same buffer.
    public func attributes(in attributes: Attributes) -> Attributes {
        Attributes(buffer: attributes.buffer, entries: members.map { $0.entry.renamed($0.suffix) })
    }
}

extension FlatList {
    /// The raw key of each group.
    public func keys(in attributes: Attributes, domain: UInt8) -> [RawKey] {
        let bytes = attributes.buffer.span
        return groups.map { $0.rawKey(in: bytes, domain: domain) }
    }
}

extension FlatList.Group {
    /// The members with shortened keys as KeyValue messages in a message in field 1, values copied as they came. A
    /// group encodes alike wherever it stands in its list, and groups can be written one behind the other.
    public func encoded(in attributes: Attributes) -> [UInt8] {
        let bytes = attributes.buffer.span
        var writer = ProtobufWriter()
        let mark = writer.beginMessage(1)
        for member in members {
            writer.message(1) { part in
                part.bytes(1, bytes.extracting(member.suffix))
                var cursor = ProtobufCursor(member.entry.wire)
                while let field = try? cursor.next(in: bytes) {
                    if field.number == 2, case .bytes(let value) = field.value {
                        part.bytes(2, bytes.extracting(value))
                    }
                }
            }
        }
        writer.endMessage(mark)
        return writer.bytes
    }
}
