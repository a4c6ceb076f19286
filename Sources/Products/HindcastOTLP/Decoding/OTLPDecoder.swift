import HindcastModel
import HindcastProtobuf

/// Reads one export request from protobuf bytes. The drafts are windows on these bytes; nothing is copied but names.
///
/// The request is checked whole before anything of it is handed on: each length, each attribute, and each nested value
/// down to its leaves. What cannot be read refuses the request; fields nobody knows are stepped over.
struct OTLPDecoder {
    let buffer: [UInt8]
    /// The moment of arrival, for log records that name none.
    let received: Timestamp
    var batch = OTLPBatch()
    /// The attributes of the message being read. Kept between messages so that a span costs no allocation for it.
    var keyValues: [Range<Int>] = []
    var events: [Range<Int>] = []
    var links: [Range<Int>] = []
    private var itemsLeft: Int

    /// Reads a request.
    /// - Parameter received: the time for log records that have none.
    /// - Throws: `malformed` when the bytes are not such a message or nest too deep, `tooLarge` when too many items
    ///   are in it.
    static func decode(
        _ signal: OTLPSignal, _ body: [UInt8], limits: OTLPLimits,
        received: Timestamp = Timestamp(nanoseconds: 0)
    ) throws(OTLPError) -> OTLPBatch {
        guard body.count <= min(limits.bodyBytesMax, Int(UInt32.max)) else {
            throw .tooLarge(
                "The body has \(body.count) bytes; at most \(limits.bodyBytesMax) are taken at once.")
        }
        var decoder = OTLPDecoder(buffer: body, received: received, itemsLeft: limits.itemsMax)
        do {
            switch signal {
            case .traces: try decoder.traces(body.span)
            case .logs: try decoder.logs(body.span)
            case .metrics: try decoder.metrics(body.span)
            }
            return decoder.batch
        } catch Trouble.tooDeep {
            throw .malformed(
                "Failed to decode \(signal.requestName): "
                    + "an attribute nests deeper than \(OTLPLimits.valueDepthMax) levels.")
        } catch Trouble.tooMany {
            throw .tooLarge("The request holds too many items; send smaller batches.")
        } catch {
            throw .malformed("Failed to decode \(signal.requestName): \(error).")
        }
    }

    private init(buffer: [UInt8], received: Timestamp, itemsLeft: Int) {
        self.buffer = buffer
        self.received = received
        self.itemsLeft = itemsLeft
    }

    /// What protobuf allows and we do not.
    enum Trouble: Error { case tooDeep, tooMany }

    mutating func charge(_ count: Int) throws {
        itemsLeft -= count
        if itemsLeft < 0 { throw Trouble.tooMany }
    }

    // MARK: Shared shapes

    /// Turns the collected ranges into attributes, and forgets them.
    mutating func takeAttributes(_ bytes: Span<UInt8>) throws -> Attributes {
        guard !keyValues.isEmpty else { return .none }
        let attributes = try Attributes(buffer: buffer, keyValues: keyValues)
        keyValues.removeAll(keepingCapacity: true)
        for entry in attributes.entries {
            switch entry.type {
            case .array: try checkArray(entry.payload, bytes, depth: 1)
            case .map: try checkMap(entry.payload, bytes, depth: 1)
            default: break
            }
        }
        return attributes
    }

    /// Collects what lies under `number` in `range`, leaving the rest.
    mutating func ranges(_ number: Int, in range: Range<Int>, _ bytes: Span<UInt8>) throws -> [Range<Int>] {
        var cursor = ProtobufCursor(range)
        var found: [Range<Int>] = []
        while let field = try cursor.next(in: bytes) {
            guard field.number == number, case .bytes(let message) = field.value else { continue }
            try charge(1)
            found.append(message)
        }
        return found
    }

    /// Notes an attribute of the message being read.
    mutating func keep(keyValue range: Range<Int>) throws {
        try charge(1)
        keyValues.append(range)
    }

    /// `Resource { repeated KeyValue attributes = 1; }` under field 1 of a group.
    mutating func resource(of group: Range<Int>, _ bytes: Span<UInt8>) throws -> Attributes {
        for resource in try ranges(1, in: group, bytes) {
            keyValues.append(contentsOf: try ranges(1, in: resource, bytes))
        }
        return try takeAttributes(bytes)
    }

    /// `InstrumentationScope { name = 1; version = 2; attributes = 3; }` under field 1 of a group.
    mutating func scope(of group: Range<Int>, _ bytes: Span<UInt8>) throws -> InstrumentationScope {
        var scope = InstrumentationScope()
        for message in try ranges(1, in: group, bytes) {
            var cursor = ProtobufCursor(message)
            while let field = try cursor.next(in: bytes) {
                switch (field.number, field.value) {
                case (1, .bytes(let text)): scope.name = utf8String(bytes, text)
                case (2, .bytes(let text)): scope.version = utf8String(bytes, text)
                case (3, .bytes(let keyValue)): try keep(keyValue: keyValue)
                default: break
                }
            }
        }
        scope.attributes = try takeAttributes(bytes)
        return scope
    }

    // MARK: Nested values

    /// Reads an `AnyValue` that is not an attribute's, checking it first.
    mutating func anyValue(_ range: Range<Int>, _ bytes: Span<UInt8>) throws -> AttributeValue {
        try checkValue(range, bytes, depth: 0)
        return AttributeValue.read(range, in: bytes)
    }

    private mutating func checkValue(_ range: Range<Int>, _ bytes: Span<UInt8>, depth: Int) throws {
        guard depth < OTLPLimits.valueDepthMax else { throw Trouble.tooDeep }
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes) {
            switch (field.number, field.value) {
            case (5, .bytes(let list)): try checkArray(list, bytes, depth: depth + 1)
            case (6, .bytes(let map)): try checkMap(map, bytes, depth: depth + 1)
            default: break
            }
        }
    }

    private mutating func checkArray(_ range: Range<Int>, _ bytes: Span<UInt8>, depth: Int) throws {
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes) {
            guard field.number == 1, case .bytes(let element) = field.value else { continue }
            try charge(1)
            try checkValue(element, bytes, depth: depth)
        }
    }

    private mutating func checkMap(_ range: Range<Int>, _ bytes: Span<UInt8>, depth: Int) throws {
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes) {
            guard field.number == 1, case .bytes(let member) = field.value else { continue }
            try charge(1)
            var inner = ProtobufCursor(member)
            while let part = try inner.next(in: bytes) {
                guard part.number == 2, case .bytes(let value) = part.value else { continue }
                try checkValue(value, bytes, depth: depth)
            }
        }
    }
}
