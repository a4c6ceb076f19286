import HindcastJSON

/// Opens a request body of sixty messages just far enough to see its messages one by one.
enum RawJSON {
    /// The first byte that is not white space.
    static func first(of range: Range<Int>, in bytes: Span<UInt8>) -> UInt8? {
        for index in range where bytes[index] > 0x20 { return bytes[index] }
        return nil
    }

    /// The value of the first of these names that is a member and not null.
    static func value(_ names: String..., of members: [JSONSplitter.Member], in bytes: Span<UInt8>) -> Range<
        Int
    >? {
        for name in names {
            for member in members where member.key.count == name.utf8.count {
                let isEqual = zip(member.key, name.utf8).allSatisfy { bytes[$0] == $1 }
                if isEqual, bytes[member.value.lowerBound] != UInt8(ascii: "n") { return member.value }
            }
        }
        return nil
    }
}
