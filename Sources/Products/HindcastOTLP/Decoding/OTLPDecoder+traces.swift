import HindcastModel
import HindcastProtobuf

/// `ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }` and what is in it.
extension OTLPDecoder {
    mutating func traces(_ bytes: Span<UInt8>) throws {
        for group in try ranges(1, in: 0..<bytes.count, bytes) {
            let resource = try resource(of: group, bytes)
            for scopeGroup in try ranges(2, in: group, bytes) {
                let scope = try scope(of: scopeGroup, bytes)
                var cursor = ProtobufCursor(scopeGroup)
                while let field = try cursor.next(in: bytes) {
                    guard field.number == 2, case .bytes(let span) = field.value else { continue }
                    try readSpan(span, bytes, resource: resource, scope: scope)
                }
            }
        }
    }

    private mutating func readSpan(
        _ range: Range<Int>, _ bytes: Span<UInt8>, resource: Attributes, scope: InstrumentationScope
    ) throws {
        try charge(OTLPLimits.recordWeight)
        var ids = SpanIDs()
        var draft = SpanDraft(
            traceID: TraceID(high: 0, low: 0), spanID: SpanID(0), name: "", start: Timestamp(nanoseconds: 0),
            end: Timestamp(nanoseconds: 0))
        events.removeAll(keepingCapacity: true)
        links.removeAll(keepingCapacity: true)
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes) {
            switch (field.number, field.value) {
            case (9, .bytes(let keyValue)): try keep(keyValue: keyValue)
            case (1, .bytes(let id)): ids.trace = id
            case (2, .bytes(let id)): ids.span = id
            case (3, .bytes(let text)): draft.traceState = text.isEmpty ? nil : utf8String(bytes, text)
            case (4, .bytes(let id)): draft.parentID = SpanID(wire: id, in: bytes)
            case (5, .bytes(let text)): draft.name = utf8String(bytes, text)
            case (6, .varint(let kind)): draft.otelKind = Int(Int32(truncatingIfNeeded: kind))
            case (7, .fixed64(let time)): draft.start = Timestamp(clamping: time)
            case (8, .fixed64(let time)): draft.end = Timestamp(clamping: time)
            case (10, .varint(let count)): draft.dropped.attributes = UInt32(truncatingIfNeeded: count)
            case (11, .bytes(let event)):
                try charge(2)
                events.append(event)
            case (12, .varint(let count)): draft.dropped.events = UInt32(truncatingIfNeeded: count)
            case (13, .bytes(let link)):
                try charge(2)
                links.append(link)
            case (14, .varint(let count)): draft.dropped.links = UInt32(truncatingIfNeeded: count)
            case (15, .bytes(let status)): try readStatus(status, bytes, into: &draft)
            case (16, .fixed32(let flags)): draft.flags = flags
            default: break
            }
        }
        draft.attributes = try takeAttributes(bytes)
        if !events.isEmpty { try readEvents(bytes, into: &draft) }
        if !links.isEmpty { try readLinks(bytes, into: &draft) }

        guard let traceID = TraceID(wire: ids.trace, in: bytes) else {
            return batch.reject(Self.reason("trace id", ids.trace, bytesWanted: 16, name: draft.name))
        }
        guard let spanID = SpanID(wire: ids.span, in: bytes) else {
            return batch.reject(Self.reason("span id", ids.span, bytesWanted: 8, name: draft.name))
        }
        draft.traceID = traceID
        draft.spanID = spanID
        if draft.end < draft.start { draft.end = draft.start }
        draft.resource = resource
        draft.scope = scope
        batch.spans.append(draft)
    }

    private struct SpanIDs {
        var trace = 0..<0
        var span = 0..<0
    }

    /// The name helps to find the client at fault; an absurdly long one is cut.
    private static func reason(_ what: String, _ range: Range<Int>, bytesWanted: Int, name: String) -> String
    {
        let fault =
            range.count == bytesWanted
            ? "is all zero" : "has \(range.count) bytes instead of \(bytesWanted)"
        return "the \(what) of the span \"\(name.prefix(100))\" \(fault)"
    }

    /// `Status { string message = 2; StatusCode code = 3; }`
    private func readStatus(_ range: Range<Int>, _ bytes: Span<UInt8>, into draft: inout SpanDraft) throws {
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes) {
            switch (field.number, field.value) {
            case (2, .bytes(let text)): draft.statusMessage = text.isEmpty ? nil : utf8String(bytes, text)
            case (3, .varint(1)): draft.status = .ok
            case (3, .varint(2)): draft.status = .error
            case (3, .varint): draft.status = .unset
            default: break
            }
        }
    }

    /// `Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }`
    private mutating func readEvents(_ bytes: Span<UInt8>, into draft: inout SpanDraft) throws {
        draft.events.reserveCapacity(events.count)
        for range in events {
            var event = SpanEvent(name: "", time: Timestamp(nanoseconds: 0), attributes: .none)
            var cursor = ProtobufCursor(range)
            while let field = try cursor.next(in: bytes) {
                switch (field.number, field.value) {
                case (1, .fixed64(let time)): event.time = Timestamp(clamping: time)
                case (2, .bytes(let text)): event.name = utf8String(bytes, text)
                case (3, .bytes(let keyValue)): try keep(keyValue: keyValue)
                default: break
                }
            }
            event.attributes = try takeAttributes(bytes)
            if event.name == "exception" {
                draft.status = .error
                draft.statusMessage = draft.statusMessage ?? event.attributes.string("exception.message")
            }
            draft.events.append(event)
        }
    }

    /// `Link { trace_id = 1; span_id = 2; trace_state = 3; repeated KeyValue attributes = 4; }`. A link to nowhere
    /// counts among those the client left out.
    private mutating func readLinks(_ bytes: Span<UInt8>, into draft: inout SpanDraft) throws {
        for range in links {
            var ids = SpanIDs()
            var traceState: String?
            var cursor = ProtobufCursor(range)
            while let field = try cursor.next(in: bytes) {
                switch (field.number, field.value) {
                case (1, .bytes(let id)): ids.trace = id
                case (2, .bytes(let id)): ids.span = id
                case (3, .bytes(let text)): traceState = text.isEmpty ? nil : utf8String(bytes, text)
                case (4, .bytes(let keyValue)): try keep(keyValue: keyValue)
                default: break
                }
            }
            let attributes = try takeAttributes(bytes)
            guard let traceID = TraceID(wire: ids.trace, in: bytes),
                let spanID = SpanID(wire: ids.span, in: bytes)
            else {
                draft.dropped.links = draft.dropped.links &+ 1
                continue
            }
            draft.links.append(
                SpanLink(traceID: traceID, spanID: spanID, traceState: traceState, attributes: attributes))
        }
    }
}
