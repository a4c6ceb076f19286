import HindcastModel
import HindcastProtobuf

/// `ExportLogsServiceRequest { repeated ResourceLogs resource_logs = 1; }` and what is in it.
extension OTLPDecoder {
    mutating func logs(_ bytes: Span<UInt8>) throws {
        for group in try ranges(1, in: 0..<bytes.count, bytes) {
            let resource = try resource(of: group, bytes)
            for scopeGroup in try ranges(2, in: group, bytes) {
                let scope = try scope(of: scopeGroup, bytes)
                var cursor = ProtobufCursor(scopeGroup)
                while let field = try cursor.next(in: bytes) {
                    guard field.number == 2, case .bytes(let record) = field.value else { continue }
                    try readLog(record, bytes, resource: resource, scope: scope)
                }
            }
        }
    }

    private mutating func readLog(
        _ range: Range<Int>, _ bytes: Span<UInt8>, resource: Attributes, scope: InstrumentationScope
    ) throws {
        try charge(OTLPLimits.recordWeight)
        var time: UInt64 = 0
        var observed: UInt64 = 0
        var draft = LogDraft(time: received, eventName: "", body: .empty, attributes: .none)
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes) {
            switch (field.number, field.value) {
            case (1, .fixed64(let value)): time = value
            case (2, .varint(let value)): draft.severityNumber = Int(Int32(truncatingIfNeeded: value))
            case (3, .bytes(let text)): draft.severityText = utf8String(bytes, text)
            case (5, .bytes(let value)): draft.body = try anyValue(value, bytes)
            case (6, .bytes(let keyValue)): try keep(keyValue: keyValue)
            case (8, .fixed32(let value)): draft.flags = value
            case (9, .bytes(let id)): draft.traceID = TraceID(wire: id, in: bytes)
            case (10, .bytes(let id)): draft.spanID = SpanID(wire: id, in: bytes)
            case (11, .fixed64(let value)): observed = value
            case (12, .bytes(let text)): draft.eventName = utf8String(bytes, text)
            default: break
            }
        }
        draft.attributes = try takeAttributes(bytes)
        if draft.eventName.isEmpty { draft.eventName = draft.attributes.string("event.name") ?? "" }
        // A span id says nothing without its trace.
        if draft.traceID == nil { draft.spanID = nil }
        if time != 0 || observed != 0 {
            draft.time = Timestamp(clamping: time == 0 ? observed : time)
            draft.observed = Timestamp(clamping: observed == 0 ? time : observed)
        }
        draft.resource = resource
        draft.scope = scope
        batch.logs.append(draft)
    }
}
