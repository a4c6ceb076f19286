import HindcastJSON

/// What a person would search for in a message: text, reasoning, tool names, arguments and results; never base64.
extension Message {
    /// A part of a canonical form that is searched.
    public struct SearchPiece: Sendable {
        /// Where it lies.
        public var range: Range<Int>
        /// Whether it is the inside of a JSON string, with its escapes; otherwise it is JSON, searched as it stands.
        public var isString: Bool
    }

    /// Longer addresses hold data, not words.
    private static let addressBytesMax = 2048

    /// Where in a canonical form lies what is searched, in order. Nil when the bytes are not one.
    public static func searchPieces(canonical bytes: Span<UInt8>) -> [SearchPiece]? {
        guard let members = JSONSplitter.members(of: bytes, in: 0..<bytes.count),
            let parts = value("parts", of: members, in: bytes),
            let elements = JSONSplitter.elements(of: bytes, in: parts)
        else { return nil }
        var pieces: [SearchPiece] = []
        pieces.reserveCapacity(elements.count)
        for element in elements { append(part: element, of: bytes, to: &pieces) }
        return pieces
    }

    /// The pieces as one text. Nil when the bytes are not a canonical form.
    public static func searchText(canonical bytes: [UInt8]) -> String? {
        searchPieces(canonical: bytes.span)?.map { piece in
            guard piece.isString else { return String(decoding: bytes[piece.range], as: UTF8.self) }
            let quoted = piece.range.lowerBound - 1..<piece.range.upperBound + 1
            return (try? JSONReader.parse(bytes.span, in: quoted))?.stringValue ?? ""
        }.joined(separator: "\n")
    }

    private static func append(
        part range: Range<Int>, of bytes: Span<UInt8>, to pieces: inout [SearchPiece]
    ) {
        let members = JSONSplitter.members(of: bytes, in: range) ?? []
        if let text = value("text", of: members, in: bytes) ?? value("reasoning", of: members, in: bytes) {
            pieces.append(piece(text, of: bytes))
        } else if let name = value("call", of: members, in: bytes) {
            pieces.append(piece(name, of: bytes))
            if let arguments = value("arguments", of: members, in: bytes) {
                pieces.append(piece(arguments, of: bytes))
            }
        } else if let result = value("result", of: members, in: bytes) {
            pieces.append(piece(result, of: bytes))
        } else if value("media", of: members, in: bytes) != nil {
            if let address = value("uri", of: members, in: bytes), address.count < addressBytesMax {
                pieces.append(piece(address, of: bytes))
            }
        } else {
            let json = value("json", of: members, in: bytes) ?? range
            pieces.append(SearchPiece(range: json, isString: false))
        }
    }

    private static func piece(_ value: Range<Int>, of bytes: Span<UInt8>) -> SearchPiece {
        guard bytes[value.lowerBound] == UInt8(ascii: "\"") else {
            return SearchPiece(range: value, isString: false)
        }
        return SearchPiece(range: value.lowerBound + 1..<value.upperBound - 1, isString: true)
    }

    private static func value(
        _ key: StaticString, of members: [JSONSplitter.Member], in bytes: Span<UInt8>
    ) -> Range<Int>? {
        members.first { member in
            guard member.key.count == key.utf8CodeUnitCount else { return false }
            for offset in 0..<member.key.count
            where unsafe bytes[member.key.lowerBound + offset] != key.utf8Start[offset] { return false }
            return true
        }?.value
    }
}
