import HindcastBytes
import HindcastProtobuf

/// Turns OTLP/JSON into the protobuf bytes of the same request, so that there is one decoder and one set of rules.
///
/// Read generously, as the specification asks: keys in camel or snake case, integers as numbers or text, enumerations
/// as numbers or names, unknown keys ignored, null as absence. A value of the wrong type refuses the request, and the
/// error names its path.
struct OTLPTranscoder {
    private var cursor: JSONCursor
    private var writer: ProtobufWriter

    /// Brackets open at once: a map inside a map takes four (value, map, list, member), the way to the first one
    /// takes ten.
    private static let bracketsMax = 4 * OTLPLimits.valueDepthMax + 16

    /// - Throws: `malformed`, with the path of the offending value.
    static func transcode(_ signal: OTLPSignal, _ body: [UInt8]) throws(OTLPError) -> [UInt8] {
        var transcoder = OTLPTranscoder(
            cursor: JSONCursor(0..<body.count, depthMax: bracketsMax),
            writer: ProtobufWriter(reserving: body.count / 2))
        do {
            let shape: WireShape =
                switch signal {
                case .traces: .tracesRequest
                case .logs: .logsRequest
                case .metrics: .metricsRequest
                }
            try transcoder.members(of: shape, body.span)
            try transcoder.cursor.finish(body.span)
            return transcoder.writer.bytes
        } catch let fault as JSONFault {
            let place = fault.path.isEmpty ? "" : "\(fault.path): "
            throw .malformed("Failed to decode \(signal.requestName) from JSON: \(place)\(fault.reason).")
        } catch {
            throw .malformed("Failed to decode \(signal.requestName) from JSON: \(error).")
        }
    }

    /// Writes the fields of the message that the next object stands for.
    private mutating func members(of shape: WireShape, _ bytes: Span<UInt8>) throws {
        try cursor.open(UInt8(ascii: "{"), bytes)
        let fields = shape.fields
        var isFirst = true
        while let key = try cursor.nextKey(isFirst: isFirst, bytes) {
            isFirst = false
            guard let field = Self.field(fields, key, bytes) else {
                try cursor.skipValue(bytes)
                continue
            }
            if cursor.peek(bytes) == UInt8(ascii: "n") {
                try cursor.null(bytes)
                continue
            }
            do {
                if field.isRepeated { try elements(of: field, bytes) } else { try value(of: field, bytes) }
            } catch let fault as JSONFault {
                throw fault.under(field.name)
            }
        }
    }

    private static func field(_ fields: [WireField], _ key: JSONCursor.Text, _ bytes: Span<UInt8>)
        -> WireField?
    {
        switch key {
        case .plain(let range):
            for field in fields where field.isNamed(bytes.extracting(range)) { return field }
        case .unescaped(let text):
            for field in fields where field.isNamed(text.span) { return field }
        }
        return nil
    }

    private mutating func elements(of field: WireField, _ bytes: Span<UInt8>) throws {
        try cursor.open(UInt8(ascii: "["), bytes)
        var index = 0
        while try cursor.nextElement(isFirst: index == 0, bytes) {
            do {
                try value(of: field, bytes)
            } catch let fault as JSONFault {
                throw fault.under("[\(index)]")
            }
            index += 1
        }
    }

    private mutating func value(of field: WireField, _ bytes: Span<UInt8>) throws {
        switch field.kind {
        case .string:
            switch try cursor.string(bytes) {
            case .plain(let range): writer.bytes(field.number, bytes.extracting(range))
            case .unescaped(let text): writer.bytes(field.number, text)
            }
        case .bytes:
            guard let value = Base64.decode(try text(bytes)) else { throw JSONFault("this is not base64") }
            writer.bytes(field.number, value)
        case .id(let count): writer.bytes(field.number, Self.id(try text(bytes), bytesCount: count))
        case .fixed64: writer.fixed64(field.number, try integer(bytes))
        case .fixed32: writer.fixed32(field.number, try integer(bytes))
        case .uint32: writer.varint(field.number, UInt64(try integer(bytes) as UInt32))
        case .int64: writer.int64(field.number, try integer(bytes))
        case .double: writer.double(field.number, try double(bytes))
        case .bool: writer.bool(field.number, try cursor.bool(bytes))
        case .enumeration(let prefix, let names):
            writer.int64(field.number, Int64(try enumeration(prefix, names, bytes)))
        case .message(let shape):
            let start = writer.beginMessage(field.number)
            // A null in a list keeps its place as an empty message.
            if cursor.peek(bytes) == UInt8(ascii: "n") {
                try cursor.null(bytes)
            } else {
                try members(of: shape, bytes)
            }
            writer.endMessage(start)
        }
    }

    // MARK: Scalars

    private mutating func text(_ bytes: Span<UInt8>) throws -> String {
        switch try cursor.string(bytes) {
        case .plain(let range): utf8String(bytes, range)
        case .unescaped(let text): String(decoding: text, as: UTF8.self)
        }
    }

    /// Hexadecimal of any length, so that the decoder counts what is wrong with it; base64 (which protobuf's general
    /// mapping prescribes and some clients send) when it gives the right length. Anything else is an id of no bytes:
    /// one bad span does not refuse its neighbours.
    private static func id(_ text: String, bytesCount: Int) -> [UInt8] {
        if let id = Hex.decode(text), id.count == bytesCount { return id }
        if let id = Base64.decode(text), id.count == bytesCount { return id }
        return Hex.decode(text) ?? []
    }

    /// The text of a number, with or without quotes.
    private mutating func numberText(_ bytes: Span<UInt8>) throws -> String {
        if cursor.peek(bytes) == UInt8(ascii: "\"") { return try text(bytes) }
        return utf8String(bytes, try cursor.number(bytes))
    }

    private mutating func integer<Value: FixedWidthInteger>(_ bytes: Span<UInt8>) throws -> Value {
        let text = try numberText(bytes)
        if let value = Value(text) { return value }
        // `1e3` and `5.0` are integers too.
        guard let double = Double(text), let value = Value(exactly: double) else {
            throw JSONFault("\(Self.quoted(text)) is not an integer between \(Value.min) and \(Value.max)")
        }
        return value
    }

    private mutating func double(_ bytes: Span<UInt8>) throws -> Double {
        let text = try numberText(bytes)
        switch text {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        default:
            guard let value = Double(text), value.isFinite else {
                throw JSONFault("\(Self.quoted(text)) is not a number")
            }
            return value
        }
    }

    private mutating func enumeration(_ prefix: String, _ names: [String], _ bytes: Span<UInt8>) throws
        -> Int32
    {
        let text = try numberText(bytes)
        if let value = Int32(text) { return value }
        if text.hasPrefix(prefix), let value = names.firstIndex(of: String(text.dropFirst(prefix.count))) {
            return Int32(value)
        }
        throw JSONFault("\(Self.quoted(text)) is none of \(prefix)…")
    }

    /// A value in an error text: enough to find it, not enough to leak or flood.
    private static func quoted(_ text: String) -> String { "\"\(text.prefix(40))\"" }
}
