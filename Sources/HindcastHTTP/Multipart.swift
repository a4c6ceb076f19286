/// A form as browsers and HTTP clients send it with files (`multipart/form-data`, RFC 7578).
public struct Multipart: Sendable {
    /// One field or file.
    public struct Part: Sendable, Equatable {
        public let name: String
        /// Nil for a field that is no file.
        public let fileName: String?
        public let body: [UInt8]
    }

    /// In the order sent.
    public let parts: [Part]

    /// Parts of one form; the largest form of any dialect has three.
    static let partsMax = 64
    /// Bytes of one part's header fields.
    static let headBytesMax = 8192

    /// The first part of that name.
    public subscript(_ name: String) -> Part? { parts.first { $0.name == name } }

    /// Reads the body of a request.
    /// - Throws: a 400 that says what is wrong.
    public init(_ request: HTTPRequest) throws(HTTPError) {
        let type = request.headers["Content-Type"] ?? ""
        guard type.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: type[...]), (1...200).contains(boundary.utf8.count)
        else { throw HTTPError(.badRequest, "the body must be multipart/form-data with a boundary") }
        try self.init(body: request.body, boundary: boundary)
    }

    init(body: [UInt8], boundary: String) throws(HTTPError) {
        let cut = HTTPError(.badRequest, "the multipart body is cut short or malformed")
        let mark = Array("--\(boundary)".utf8)
        let ending = Array("\r\n".utf8) + mark
        guard var position = Self.find(mark, in: body, from: 0) else { throw cut }
        position += mark.count
        var parts: [Part] = []
        while !body[position...].starts(with: "--".utf8) {
            guard parts.count < Self.partsMax, body[position...].starts(with: "\r\n".utf8),
                let headEnd = Self.find(Array("\r\n\r\n".utf8), in: body, from: position),
                headEnd - position <= Self.headBytesMax,
                let end = Self.find(ending, in: body, from: headEnd + 2)
            else { throw cut }
            let head = String(decoding: body[position..<headEnd], as: UTF8.self)
            guard let part = Self.part(head, Array(body[min(headEnd + 4, end)..<end])) else { throw cut }
            parts.append(part)
            position = end + ending.count
        }
        self.parts = parts
    }

    private static func part(_ head: String, _ body: [UInt8]) -> Part? {
        for line in head.split(separator: "\r\n") {
            guard line.lowercased().hasPrefix("content-disposition:") else { continue }
            guard let name = parameter("name", of: line) else { return nil }
            return Part(name: name, fileName: parameter("filename", of: line), body: body)
        }
        return nil
    }

    /// `; name="value"` or `; name=value`.
    private static func parameter(_ name: String, of field: Substring) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == name else { continue }
            let value = pair[1]
            if value.hasPrefix("\""), value.hasSuffix("\""), value.count > 1 {
                return String(value.dropFirst().dropLast())
            }
            return String(value)
        }
        return nil
    }

    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        while position + wanted.count <= bytes.count {
            guard let first = bytes[position...].firstIndex(of: wanted[0]),
                first + wanted.count <= bytes.count
            else { return nil }
            if bytes[first..<first + wanted.count].elementsEqual(wanted) { return first }
            position = first + 1
        }
        return nil
    }
}
