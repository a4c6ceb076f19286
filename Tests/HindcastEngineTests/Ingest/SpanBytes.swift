import HindcastModel

/// A span by its bytes, for comparing: text that only looks alike is not alike. Attributes are ordered by key.
struct SpanBytes: Equatable {
    let columns: [String]
    let attributes: [[AttributeBytes]]

    init(_ span: SpanDraft) {
        columns =
            [
                span.spanID.description, span.parentID?.description ?? "-", span.name, "\(span.start)",
                "\(span.end)", "\(span.status)", span.statusMessage ?? "-", span.traceState ?? "-",
                "\(span.otelKind) \(span.flags) \(span.dropped)", span.scope.name, span.scope.version,
            ] + span.events.map { "\($0.name) \($0.time)" }
            + span.links.map { "\($0.traceID) \($0.spanID) \($0.traceState ?? "-")" }
        let sets =
            [span.attributes, span.resource, span.scope.attributes] + span.events.map(\.attributes)
            + span.links.map(\.attributes)
        attributes = sets.map(AttributeBytes.all)
    }
}

/// A log record by its bytes.
struct LogBytes: Hashable {
    let columns: [String]
    let body: AttributeValue
    let attributes: [AttributeBytes]
    let resource: [AttributeBytes]

    init(_ log: LogDraft) {
        columns = [
            log.traceID?.description ?? "-", log.spanID?.description ?? "-", "\(log.time)", "\(log.observed)",
            "\(log.severityNumber) \(log.severityText)", log.eventName, log.scope.name, log.scope.version,
            "\(log.flags)",
        ]
        body = log.body
        attributes = AttributeBytes.all(log.attributes)
        resource = AttributeBytes.all(log.resource)
    }
}

/// One attribute: key and value as bytes.
struct AttributeBytes: Hashable {
    let key: [UInt8]
    let type: Attributes.ValueType
    let payload: [UInt8]
    /// The value itself where it has no bytes of its own.
    let scalar: AttributeValue

    static func all(_ attributes: Attributes) -> [AttributeBytes] {
        attributes.entries.enumerated().map { position, entry in
            let payload = Array(attributes.buffer[entry.payload])
            let scalar = payload.isEmpty ? attributes.value(entry) : .empty
            let key = Array(attributes.buffer[entry.key])
            return (position, AttributeBytes(key: key, type: entry.type, payload: payload, scalar: scalar))
        }.sorted { one, other in
            one.1.key == other.1.key ? one.0 < other.0 : one.1.key.lexicographicallyPrecedes(other.1.key)
        }.map(\.1)
    }
}
