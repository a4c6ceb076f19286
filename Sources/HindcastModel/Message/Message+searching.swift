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
    ///
    /// It walks through the bytes once. That they are our own writing, without white space, spares looking for it.
    public static func searchPieces(canonical bytes: Span<UInt8>) -> [SearchPiece]? {
        guard bytes.count > 0, bytes[0] == UInt8(ascii: "{") else { return nil }
        var offset = 1
        while let key = key(of: bytes, at: &offset) {
            if isSame(key, "parts", in: bytes) { return pieces(of: bytes, at: offset) }
            guard let end = JSONSplitter.skipValue(in: bytes, from: offset, to: bytes.count),
                isByte(UInt8(ascii: ","), of: bytes, at: end)
            else { return nil }
            offset = end + 1
        }
        return nil
    }

    /// The pieces as one text. Nil when the bytes are not a canonical form.
    public static func searchText(canonical bytes: [UInt8]) -> String? {
        searchPieces(canonical: bytes.span)?.map { piece in
            guard piece.isString else { return String(decoding: bytes[piece.range], as: UTF8.self) }
            let quoted = piece.range.lowerBound - 1..<piece.range.upperBound + 1
            return (try? JSONReader.parse(bytes.span, in: quoted))?.stringValue ?? ""
        }.joined(separator: "\n")
    }

    /// Of the list of parts that starts at `start`.
    private static func pieces(of bytes: Span<UInt8>, at start: Int) -> [SearchPiece]? {
        guard isByte(UInt8(ascii: "["), of: bytes, at: start) else { return nil }
        var pieces: [SearchPiece] = []
        var offset = start + 1
        if isByte(UInt8(ascii: "]"), of: bytes, at: offset) { return pieces }
        while append(partOf: bytes, at: &offset, to: &pieces) {
            if isByte(UInt8(ascii: "]"), of: bytes, at: offset) { return pieces }
            guard isByte(UInt8(ascii: ","), of: bytes, at: offset) else { return nil }
            offset += 1
        }
        return nil
    }

    /// Appends what is searched of the part that starts at `offset`, which then stands behind it. False when it is
    /// broken.
    private static func append(
        partOf bytes: Span<UInt8>, at offset: inout Int, to pieces: inout [SearchPiece]
    ) -> Bool {
        guard isByte(UInt8(ascii: "{"), of: bytes, at: offset) else { return false }
        offset += 1
        while let key = key(of: bytes, at: &offset) {
            guard let end = JSONSplitter.skipValue(in: bytes, from: offset, to: bytes.count) else {
                return false
            }
            if let piece = piece(offset..<end, named: key, of: bytes) { pieces.append(piece) }
            offset = end + 1
            if isByte(UInt8(ascii: "}"), of: bytes, at: end) { return true }
            guard isByte(UInt8(ascii: ","), of: bytes, at: end) else { return false }
        }
        return false
    }

    /// Nil for members that are not searched: identities, types, signatures, data.
    private static func piece(
        _ value: Range<Int>, named key: Range<Int>, of bytes: Span<UInt8>
    ) -> SearchPiece? {
        switch key.count {
        case 4 where isSame(key, "json", in: bytes): return SearchPiece(range: value, isString: false)
        case 3 where isSame(key, "uri", in: bytes):
            return value.count < addressBytesMax ? piece(value, of: bytes) : nil
        case 4 where isSame(key, "text", in: bytes) || isSame(key, "call", in: bytes),
            6 where isSame(key, "result", in: bytes),
            9 where isSame(key, "reasoning", in: bytes) || isSame(key, "arguments", in: bytes):
            return piece(value, of: bytes)
        default: return nil
        }
    }

    private static func piece(_ value: Range<Int>, of bytes: Span<UInt8>) -> SearchPiece {
        guard bytes[value.lowerBound] == UInt8(ascii: "\"") else {
            return SearchPiece(range: value, isString: false)
        }
        return SearchPiece(range: value.lowerBound + 1..<value.upperBound - 1, isString: true)
    }

    /// The key that starts at `offset`, which then stands at its value.
    private static func key(of bytes: Span<UInt8>, at offset: inout Int) -> Range<Int>? {
        guard isByte(UInt8(ascii: "\""), of: bytes, at: offset),
            let end = JSONSplitter.skipValue(in: bytes, from: offset, to: bytes.count),
            isByte(UInt8(ascii: ":"), of: bytes, at: end)
        else { return nil }
        defer { offset = end + 1 }
        return offset + 1..<end - 1
    }

    private static func isByte(_ byte: UInt8, of bytes: Span<UInt8>, at offset: Int) -> Bool {
        offset < bytes.count && bytes[offset] == byte
    }

    private static func isSame(_ key: Range<Int>, _ name: StaticString, in bytes: Span<UInt8>) -> Bool {
        guard key.count == name.utf8CodeUnitCount else { return false }
        for offset in key.indices
        where unsafe bytes[offset] != name.utf8Start[offset - key.lowerBound] { return false }
        return true
    }
}
