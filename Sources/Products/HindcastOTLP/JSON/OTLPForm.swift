import HindcastBytes
import HindcastJSON
import HindcastModel

/// Drafts as OTLP/JSON: the way back. What it writes decodes to equal drafts, which the tests and the fuzzer hold
/// against the decoder; two batches are equal when their forms are.
enum OTLPForm {
    /// One group for each span; who wants them grouped sorts by resource first.
    static func traces(_ spans: [SpanDraft]) -> [UInt8] {
        document("resourceSpans", spans) { writer, span in
            writer.group(span.resource, span.scope, "scopeSpans", "spans") { $0.span(span) }
        }
    }

    static func logs(_ logs: [LogDraft]) -> [UInt8] {
        document("resourceLogs", logs) { writer, log in
            writer.group(log.resource, log.scope, "scopeLogs", "logRecords") { $0.log(log) }
        }
    }

    private static func document<Item>(
        _ name: String, _ items: [Item], _ write: (inout JSONWriter, Item) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.list(name, items, write)
        writer.endObject()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func list<Item>(
        _ name: String, _ items: [Item], _ write: (inout JSONWriter, Item) -> Void
    ) {
        key(name)
        beginArray()
        for item in items { write(&self, item) }
        endArray()
    }

    fileprivate mutating func object(_ write: (inout JSONWriter) -> Void) {
        beginObject()
        write(&self)
        endObject()
    }

    fileprivate mutating func group(
        _ resource: Attributes, _ scope: InstrumentationScope, _ groupName: String, _ recordsName: String,
        _ record: (inout JSONWriter) -> Void
    ) {
        object { writer in
            writer.key("resource")
            writer.object { $0.attributes(resource) }
            writer.list(groupName, [scope]) { writer, scope in
                writer.object { writer in
                    writer.key("scope")
                    writer.object { writer in
                        writer.member("name", scope.name)
                        writer.member("version", scope.version)
                        writer.attributes(scope.attributes)
                    }
                    writer.list(recordsName, [()]) { writer, _ in record(&writer) }
                }
            }
        }
    }

    fileprivate mutating func span(_ span: SpanDraft) {
        object { writer in
            writer.member("traceId", span.traceID.description)
            writer.member("spanId", span.spanID.description)
            if let parent = span.parentID { writer.member("parentSpanId", parent.description) }
            if let state = span.traceState { writer.member("traceState", state) }
            writer.member("name", span.name)
            writer.member("kind", span.otelKind)
            writer.member("startTimeUnixNano", String(span.start.nanoseconds))
            writer.member("endTimeUnixNano", String(span.end.nanoseconds))
            writer.attributes(span.attributes)
            writer.list("events", span.events) { writer, event in
                writer.object { writer in
                    writer.member("timeUnixNano", String(event.time.nanoseconds))
                    writer.member("name", event.name)
                    writer.attributes(event.attributes)
                }
            }
            writer.list("links", span.links) { writer, link in
                writer.object { writer in
                    writer.member("traceId", link.traceID.description)
                    writer.member("spanId", link.spanID.description)
                    if let state = link.traceState { writer.member("traceState", state) }
                    writer.attributes(link.attributes)
                }
            }
            writer.member("droppedAttributesCount", span.dropped.attributes)
            writer.member("droppedEventsCount", span.dropped.events)
            writer.member("droppedLinksCount", span.dropped.links)
            writer.key("status")
            writer.object { writer in
                let code = ["unset", "ok", "error"].firstIndex(of: span.status.rawValue)
                writer.member("code", code)
                if let message = span.statusMessage { writer.member("message", message) }
            }
            writer.member("flags", span.flags)
        }
    }

    fileprivate mutating func log(_ log: LogDraft) {
        object { writer in
            if let trace = log.traceID { writer.member("traceId", trace.description) }
            if let span = log.spanID { writer.member("spanId", span.description) }
            writer.member("timeUnixNano", String(log.time.nanoseconds))
            writer.member("observedTimeUnixNano", String(log.observed.nanoseconds))
            writer.member("severityNumber", log.severityNumber)
            writer.member("severityText", log.severityText)
            writer.member("eventName", log.eventName)
            writer.key("body")
            writer.anyValue(log.body)
            writer.attributes(log.attributes)
            writer.member("flags", log.flags)
        }
    }

    private mutating func attributes(_ attributes: Attributes) {
        list("attributes", attributes.members) { $0.keyValue($1) }
    }

    private mutating func keyValue(_ member: AttributeEntry) {
        object { writer in
            writer.member("key", member.key)
            writer.key("value")
            writer.anyValue(member.value)
        }
    }

    private mutating func anyValue(_ value: AttributeValue) {
        object { writer in
            switch value {
            case .empty: break
            case .string(let text): writer.member("stringValue", text)
            case .bool(let flag): writer.member("boolValue", flag)
            case .int(let number): writer.member("intValue", String(number))
            case .double(let number):
                writer.key("doubleValue")
                if number.isFinite { writer.double(number) } else { writer.string(Self.name(of: number)) }
            case .bytes(let bytes): writer.member("bytesValue", Base64.encode(bytes))
            case .array(let elements):
                writer.key("arrayValue")
                writer.object { $0.list("values", elements) { $0.anyValue($1) } }
            case .map(let members):
                writer.key("kvlistValue")
                writer.object { $0.list("values", members) { $0.keyValue($1) } }
            }
        }
    }

    /// The words of protobuf's JSON mapping.
    private static func name(of number: Double) -> String {
        number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
    }
}
