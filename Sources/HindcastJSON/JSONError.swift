/// Why a text is no JSON that we take.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        case endOfText
        case unexpectedByte(UInt8)
        case malformedNumber
        case malformedEscape
        case controlCharacter(UInt8)
        case invalidUTF8
        case trailingContent
        case tooDeep(depthMax: Int)
        case tooLong(bytesMax: Int)
    }

    /// What is wrong.
    public let reason: Reason
    /// Where, in bytes from the start of what was read.
    public let offset: Int

    init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// One sentence for whoever sent the text.
    public var description: String {
        "\(reason), at byte \(offset) of the JSON text"
    }
}

extension JSONError.Reason: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .endOfText: "the text ends inside a value"
        case .unexpectedByte(let byte): "unexpected byte 0x\(String(byte, radix: 16))"
        case .malformedNumber: "malformed number"
        case .malformedEscape: "malformed escape in a string"
        case .controlCharacter(let byte):
            "unescaped control character 0x\(String(byte, radix: 16)) in a string"
        case .invalidUTF8: "invalid UTF-8 in a string"
        case .trailingContent: "more text after the value"
        case .tooDeep(let depthMax): "nested deeper than \(depthMax) levels"
        case .tooLong(let bytesMax): "longer than \(bytesMax) bytes"
        }
    }
}
