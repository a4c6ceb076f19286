/// The messages of OTLP that have a JSON form here, as tables. A field that is not listed is stepped over.
enum WireShape: Sendable {
    case tracesRequest, resourceSpans, scopeSpans, span, event, link, status
    case logsRequest, resourceLogs, scopeLogs, logRecord
    case metricsRequest, resourceMetrics, scopeMetrics, metric
    case resource, scope, keyValue, anyValue, arrayValue, keyValueList

    var fields: [WireField] {
        switch self {
        case .tracesRequest: Self.tracesRequestFields
        case .resourceSpans: Self.resourceSpansFields
        case .scopeSpans: Self.scopeSpansFields
        case .span: Self.spanFields
        case .event: Self.eventFields
        case .link: Self.linkFields
        case .status: Self.statusFields
        case .logsRequest: Self.logsRequestFields
        case .resourceLogs: Self.resourceLogsFields
        case .scopeLogs: Self.scopeLogsFields
        case .logRecord: Self.logRecordFields
        case .metricsRequest: Self.metricsRequestFields
        case .resourceMetrics: Self.resourceMetricsFields
        case .scopeMetrics: Self.scopeMetricsFields
        case .metric: Self.metricFields
        case .resource: Self.resourceFields
        case .scope: Self.scopeFields
        case .keyValue: Self.keyValueFields
        case .anyValue: Self.anyValueFields
        case .arrayValue: Self.arrayValueFields
        case .keyValueList: Self.keyValueListFields
        }
    }

    private static let tracesRequestFields: [WireField] = [.list("resourceSpans", 1, .resourceSpans)]
    private static let resourceSpansFields = [
        WireField("resource", 1, .message(.resource)), .list("scopeSpans", 2, .scopeSpans),
    ]
    private static let scopeSpansFields = [
        WireField("scope", 1, .message(.scope)), .list("spans", 2, .span),
    ]
    private static let spanFields = [
        WireField("traceId", 1, .id(bytesCount: 16)), WireField("spanId", 2, .id(bytesCount: 8)),
        WireField("traceState", 3, .string), WireField("parentSpanId", 4, .id(bytesCount: 8)),
        WireField("name", 5, .string),
        WireField("kind", 6, .enumeration(prefix: "SPAN_KIND_", names: spanKinds)),
        WireField("startTimeUnixNano", 7, .fixed64), WireField("endTimeUnixNano", 8, .fixed64),
        .list("attributes", 9, .keyValue), WireField("droppedAttributesCount", 10, .uint32),
        .list("events", 11, .event), WireField("droppedEventsCount", 12, .uint32),
        .list("links", 13, .link), WireField("droppedLinksCount", 14, .uint32),
        WireField("status", 15, .message(.status)), WireField("flags", 16, .fixed32),
    ]
    private static let eventFields = [
        WireField("timeUnixNano", 1, .fixed64), WireField("name", 2, .string),
        .list("attributes", 3, .keyValue),
        WireField("droppedAttributesCount", 4, .uint32),
    ]
    private static let linkFields = [
        WireField("traceId", 1, .id(bytesCount: 16)), WireField("spanId", 2, .id(bytesCount: 8)),
        WireField("traceState", 3, .string), .list("attributes", 4, .keyValue),
        WireField("droppedAttributesCount", 5, .uint32), WireField("flags", 6, .fixed32),
    ]
    private static let statusFields = [
        WireField("message", 2, .string),
        WireField("code", 3, .enumeration(prefix: "STATUS_CODE_", names: ["UNSET", "OK", "ERROR"])),
    ]
    private static let logsRequestFields: [WireField] = [.list("resourceLogs", 1, .resourceLogs)]
    private static let resourceLogsFields = [
        WireField("resource", 1, .message(.resource)), .list("scopeLogs", 2, .scopeLogs),
    ]
    private static let scopeLogsFields = [
        WireField("scope", 1, .message(.scope)), .list("logRecords", 2, .logRecord),
    ]
    private static let logRecordFields = [
        WireField("timeUnixNano", 1, .fixed64),
        WireField("severityNumber", 2, .enumeration(prefix: "SEVERITY_NUMBER_", names: severities)),
        WireField("severityText", 3, .string), WireField("body", 5, .message(.anyValue)),
        .list("attributes", 6, .keyValue), WireField("droppedAttributesCount", 7, .uint32),
        WireField("flags", 8, .fixed32), WireField("traceId", 9, .id(bytesCount: 16)),
        WireField("spanId", 10, .id(bytesCount: 8)), WireField("observedTimeUnixNano", 11, .fixed64),
        WireField("eventName", 12, .string),
    ]
    private static let metricsRequestFields: [WireField] = [.list("resourceMetrics", 1, .resourceMetrics)]
    private static let resourceMetricsFields = [
        WireField("resource", 1, .message(.resource)), .list("scopeMetrics", 2, .scopeMetrics),
    ]
    private static let scopeMetricsFields = [
        WireField("scope", 1, .message(.scope)), .list("metrics", 2, .metric),
    ]
    private static let metricFields = [WireField("name", 1, .string)]
    private static let resourceFields: [WireField] = [
        .list("attributes", 1, .keyValue), WireField("droppedAttributesCount", 2, .uint32),
    ]
    private static let scopeFields = [
        WireField("name", 1, .string), WireField("version", 2, .string), .list("attributes", 3, .keyValue),
        WireField("droppedAttributesCount", 4, .uint32),
    ]
    private static let keyValueFields = [
        WireField("key", 1, .string), WireField("value", 2, .message(.anyValue)),
    ]
    private static let anyValueFields = [
        WireField("stringValue", 1, .string), WireField("boolValue", 2, .bool),
        WireField("intValue", 3, .int64),
        WireField("doubleValue", 4, .double), WireField("arrayValue", 5, .message(.arrayValue)),
        WireField("kvlistValue", 6, .message(.keyValueList)), WireField("bytesValue", 7, .bytes),
    ]
    private static let arrayValueFields: [WireField] = [.list("values", 1, .anyValue)]
    private static let keyValueListFields: [WireField] = [.list("values", 1, .keyValue)]

    private static let spanKinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"]
    private static let severities = [
        "UNSPECIFIED", "TRACE", "TRACE2", "TRACE3", "TRACE4", "DEBUG", "DEBUG2", "DEBUG3", "DEBUG4", "INFO",
        "INFO2",
        "INFO3", "INFO4", "WARN", "WARN2", "WARN3", "WARN4", "ERROR", "ERROR2", "ERROR3", "ERROR4", "FATAL",
        "FATAL2",
        "FATAL3", "FATAL4",
    ]
}
