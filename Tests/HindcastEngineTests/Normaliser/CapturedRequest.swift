import FoundationEssentials
import HindcastJSON
import HindcastModel

/// Spans and log records of a recorded OTLP/JSON request. Independent of the server's decoder, so that the two cannot
/// agree on the same mistake.
struct CapturedRequest {
    var spans: [SpanDraft] = []
    var logs: [LogDraft] = []

    static let folder =
        #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
        + "/Fixtures/conventions/"

    static func json(_ name: String) throws -> JSON {
        try JSONReader.parse(Array(Data(contentsOf: URL(filePath: folder + name + ".json"))))
    }

    /// - Parameter names: captures that belong together, such as traces and logs.
    init(_ names: [String]) throws {
        for name in names { try add(Self.json(name)) }
    }

    private mutating func add(_ request: JSON) throws {
        for resource in request["resourceSpans"]?.arrayValue ?? [] {
            for group in resource["scopeSpans"]?.arrayValue ?? [] {
                for span in group["spans"]?.arrayValue ?? [] {
                    var draft = Self.span(span)
                    draft.resource = Self.attributes(resource["resource"]?["attributes"])
                    draft.scope = InstrumentationScope(name: group["scope"]?["name"]?.stringValue ?? "")
                    spans.append(draft)
                }
            }
        }
        for resource in request["resourceLogs"]?.arrayValue ?? [] {
            for group in resource["scopeLogs"]?.arrayValue ?? [] {
                for record in group["logRecords"]?.arrayValue ?? [] {
                    var log = Self.log(record)
                    log.scope = InstrumentationScope(name: group["scope"]?["name"]?.stringValue ?? "")
                    logs.append(log)
                }
            }
        }
    }

    private static func span(_ json: JSON) -> SpanDraft {
        var draft = SpanDraft(
            traceID: TraceID(json["traceId"]?.stringValue ?? "") ?? TraceID(high: 0, low: 1),
            spanID: SpanID(json["spanId"]?.stringValue ?? "") ?? SpanID(1),
            name: json["name"]?.stringValue ?? "", start: time(json["startTimeUnixNano"]),
            end: time(json["endTimeUnixNano"]))
        draft.parentID = json["parentSpanId"]?.stringValue.flatMap { SpanID($0) }
        draft.attributes = attributes(json["attributes"])
        let code = json["status"]?["code"]
        draft.status = code?.intValue == 2 || code?.stringValue == "STATUS_CODE_ERROR" ? .error : .unset
        draft.statusMessage = json["status"]?["message"]?.stringValue
        draft.events = (json["events"]?.arrayValue ?? []).map { event in
            SpanEvent(
                name: event["name"]?.stringValue ?? "", time: time(event["timeUnixNano"]),
                attributes: attributes(event["attributes"]))
        }
        return draft
    }

    private static func log(_ json: JSON) -> LogDraft {
        let attributes = attributes(json["attributes"])
        var log = LogDraft(
            time: time(json["timeUnixNano"]),
            eventName: json["eventName"]?.stringValue ?? attributes.string("event.name") ?? "",
            body: value(json["body"] ?? .null), attributes: attributes)
        log.observed = time(json["observedTimeUnixNano"])
        log.traceID = json["traceId"]?.stringValue.flatMap { TraceID($0) }
        log.spanID = json["spanId"]?.stringValue.flatMap { SpanID($0) }
        return log
    }

    private static func time(_ json: JSON?) -> Timestamp {
        Timestamp(nanoseconds: json?.intValue ?? json?.stringValue.flatMap { Int64($0) } ?? 0)
    }

    private static func attributes(_ json: JSON?) -> Attributes { Attributes(members(json)) }

    private static func members(_ json: JSON?) -> [AttributeEntry] {
        (json?.arrayValue ?? []).map {
            AttributeEntry(key: $0["key"]?.stringValue ?? "", value: value($0["value"] ?? .null))
        }
    }

    private static func value(_ json: JSON) -> AttributeValue {
        if let text = json["stringValue"]?.stringValue { return .string(text) }
        if let flag = json["boolValue"]?.boolValue { return .bool(flag) }
        if let number = json["intValue"] {
            return .int(number.intValue ?? number.stringValue.flatMap { Int64($0) } ?? 0)
        }
        if let number = json["doubleValue"]?.doubleValue { return .double(number) }
        if let list = json["arrayValue"] { return .array((list["values"]?.arrayValue ?? []).map(value)) }
        if let map = json["kvlistValue"] { return .map(members(map["values"])) }
        return .empty
    }
}
