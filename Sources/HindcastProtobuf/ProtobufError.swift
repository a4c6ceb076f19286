/// Why bytes are no protobuf message.
public struct ProtobufError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        case truncated = "the message ends inside a field"
        case varintTooLong = "a varint is longer than ten bytes"
        case fieldNumber = "a field number is zero or beyond the largest, 536870911"
        case group = "groups are not supported"
        case wireType = "a field has an unknown wire type"
        case lengthPastEnd = "a length reaches past the end of its message"
        case tooDeep = "messages are nested too deeply"
        case invalidUTF8 = "a string is not UTF-8"
        case wrongType = "a field has another wire type than its message defines"
    }

    /// What is wrong.
    public let reason: Reason
    /// Where, counted from the start of the bytes.
    public let offset: Int

    /// Names a fault and its place; for readers of messages built on the cursor too.
    @inlinable
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// One sentence for whoever sent the bytes.
    public var description: String {
        "\(reason.rawValue), at byte \(offset) of the protobuf message"
    }
}
