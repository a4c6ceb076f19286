/// The flattened lists among some attributes, all found in one pass over the keys: conventions read them and the
/// archive cuts them up.
public struct FlatLists: Sendable {
    /// In the order of the prefixes that were looked for.
    public private(set) var lists: [FlatList] = []

    /// Collects the attributes whose key is one of the prefixes, a number, then the end or a dot and a suffix.
    public init(_ attributes: Attributes, _ prefixes: [FlatPrefix]) {
        let bytes = attributes.buffer.span
        var found: [(prefix: Int, members: [FlatList.Member])] = []
        // The keys of a list stand side by side, so the prefix of the key before is tried first.
        var last: (prefix: Int, found: Int)?
        for (position, entry) in attributes.entries.enumerated() {
            if let last, prefixes[last.prefix].starts(entry, in: bytes) {
                guard let member = prefixes[last.prefix].member(entry, position, in: bytes) else { continue }
                found[last.found].members.append(member)
                continue
            }
            guard let prefix = prefixes.firstIndex(where: { $0.starts(entry, in: bytes) }),
                let member = prefixes[prefix].member(entry, position, in: bytes)
            else { continue }
            if let known = found.firstIndex(where: { $0.prefix == prefix }) {
                found[known].members.append(member)
                last = (prefix, known)
            } else {
                last = (prefix, found.count)
                found.append((prefix, [member]))
                found[found.count - 1].members.reserveCapacity(attributes.count - position)
            }
        }
        guard !found.isEmpty else { return }
        found.sort { $0.prefix < $1.prefix }
        lists = found.map { FlatList(prefix: prefixes[$0.prefix].text, members: $0.members, of: attributes) }
    }

    /// The list whose keys start with `prefix`.
    public subscript(prefix: String) -> FlatList? { lists.first { $0.prefix == prefix } }
}

/// What the keys of a flattened list start with.
public struct FlatPrefix: Sendable {
    let text: String
    private let bytes: [UInt8]
    /// The first eight bytes, by which nearly every other key is told apart; nil for a shorter prefix.
    private let word: UInt64?

    /// Indices past this are not a list but somebody's ids; the attributes then stay plain.
    private static let indexMax = 1_000_000

    /// - Parameter text: ends with a dot.
    public init(_ text: String) {
        self.text = text
        let bytes = Array(text.utf8)
        self.bytes = bytes
        word = bytes.count < 8 ? nil : Self.word(bytes.span, at: 0)
    }

    func starts(_ entry: Attributes.Entry, in bytes: Span<UInt8>) -> Bool {
        guard entry.key.count > self.bytes.count else { return false }
        if let word, Self.word(bytes, at: entry.key.lowerBound) != word { return false }
        return entry.hasKey(startingWith: self.bytes.span, in: bytes)
    }

    @inline(__always)
    private static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        let raw = unsafe bytes.bytes
        return unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    /// What follows the prefix in a key that starts with it. Nil when that is no index.
    func member(_ entry: Attributes.Entry, _ position: Int, in bytes: Span<UInt8>) -> FlatList.Member? {
        let digitsStart = entry.key.lowerBound + self.bytes.count
        let end = entry.key.upperBound
        var place = digitsStart
        var index = 0
        while place < end, (48...57).contains(bytes[place]) {
            index = index * 10 + Int(bytes[place] - 48)
            guard index <= Self.indexMax else { return nil }
            place += 1
        }
        // Only the forms that are written back as they came: no leading zero, no dot without a suffix.
        guard place > digitsStart, place == digitsStart + 1 || bytes[digitsStart] != UInt8(ascii: "0") else {
            return nil
        }
        if place < end {
            guard bytes[place] == UInt8(ascii: "."), place + 1 < end else { return nil }
            place += 1
        }
        return FlatList.Member(
            index: Int32(index), position: Int32(position), suffixStart: UInt32(place))
    }
}

extension Attributes {
    /// Collects one list.
    public func flatList(_ prefix: FlatPrefix) -> FlatList? { FlatLists(self, [prefix]).lists.first }
}
