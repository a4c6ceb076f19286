import HindcastProtobuf

/// Export requests in protobuf, built by hand.
enum Wire {
    static let traceID: [UInt8] = Array(1...16)
    static let spanID: [UInt8] = Array(21...28)

    typealias Fields = (inout ProtobufWriter) -> Void

    static func bytes(_ fields: Fields) -> [UInt8] {
        var writer = ProtobufWriter()
        fields(&writer)
        return writer.bytes
    }

    /// A request of one group whose records are these; the tag of records is 2 in every signal.
    static func request(_ records: [[UInt8]], resource: [[UInt8]] = [], scope: Fields? = nil) -> [UInt8] {
        bytes { request in
            request.message(1) { group in
                if !resource.isEmpty { group.message(1) { for each in resource { $0.bytes(1, each) } } }
                group.message(2) { scoped in
                    if let scope { scoped.message(1, scope) }
                    for record in records { scoped.bytes(2, record) }
                }
            }
        }
    }

    static func span(
        _ name: String = "work", trace: [UInt8] = traceID, span: [UInt8] = spanID, start: UInt64 = 1_000,
        end: UInt64 = 2_000, _ more: Fields = { _ in }
    ) -> [UInt8] {
        bytes { writer in
            writer.bytes(1, trace)
            writer.bytes(2, span)
            writer.string(5, name)
            writer.fixed64(7, start)
            writer.fixed64(8, end)
            more(&writer)
        }
    }

    static func keyValue(_ key: String, _ value: Fields) -> [UInt8] {
        bytes { writer in
            writer.string(1, key)
            writer.message(2, value)
        }
    }

    static func keyValue(_ key: String, text: String) -> [UInt8] { keyValue(key) { $0.string(1, text) } }

    /// An `AnyValue` of lists in lists.
    static func nested(levels: Int) -> [UInt8] {
        var value = bytes { $0.int64(3, 1) }
        for _ in 1..<levels {
            let inner = value
            value = bytes { any in any.message(5) { $0.bytes(1, inner) } }
        }
        return value
    }

    /// Fields by number, for reading answers.
    static func fields(_ bytes: [UInt8]) -> [Int: [ProtobufValue]] {
        var cursor = ProtobufCursor(0..<bytes.count)
        var found: [Int: [ProtobufValue]] = [:]
        while let field = try? cursor.next(in: bytes.span) {
            found[field.number, default: []].append(field.value)
        }
        return found
    }
}
