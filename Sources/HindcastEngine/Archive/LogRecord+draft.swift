public import HindcastModel
import HindcastProtobuf
public import HindcastStore

/// Field numbers of an archived log record, a protobuf message of our own. Numbers are never reused.
private enum LogFormat {
    static let severityText = 1
    static let body = 2
    static let attribute = 3
    static let resource = 4
    static let scopeName = 5
    static let scopeVersion = 6
    static let flags = 7
    static let observed = 8
}

extension LogRecord {
    /// Archives a record.
    init(_ draft: LogDraft, project: ProjectID) {
        var writer = ProtobufWriter()
        if !draft.severityText.isEmpty { writer.string(LogFormat.severityText, draft.severityText) }
        writer.message(LogFormat.body) { draft.body.write(to: &$0) }
        for member in draft.attributes.members {
            writer.message(LogFormat.attribute) { member.write(to: &$0) }
        }
        for member in draft.resource.members { writer.message(LogFormat.resource) { member.write(to: &$0) } }
        if !draft.scope.name.isEmpty { writer.string(LogFormat.scopeName, draft.scope.name) }
        if !draft.scope.version.isEmpty { writer.string(LogFormat.scopeVersion, draft.scope.version) }
        if draft.flags != 0 { writer.varint(LogFormat.flags, UInt64(draft.flags)) }
        writer.fixed64(LogFormat.observed, UInt64(bitPattern: draft.observed.nanoseconds))
        self.init(
            project: project, time: draft.time, eventName: draft.eventName,
            severityNumber: draft.severityNumber,
            body: writer.bytes)
        traceID = draft.traceID
        spanID = draft.spanID
        sessionID = draft.attributes.string("session.id")
    }

    /// The record as it came. Nil when the archive is damaged.
    public var draft: LogDraft? {
        var draft = LogDraft(time: time, eventName: eventName, body: .empty, attributes: .none)
        draft.traceID = traceID
        draft.spanID = spanID
        draft.severityNumber = severityNumber
        var attributes = AttributesBuilder()
        var resource = AttributesBuilder()
        let bytes = body.span
        var cursor = ProtobufCursor(0..<body.count)
        do {
            while let field = try cursor.next(in: bytes) {
                switch (field.number, field.value) {
                case (LogFormat.severityText, .bytes(let range)):
                    draft.severityText = utf8String(bytes, range)
                case (LogFormat.body, .bytes(let range)): draft.body = AttributeValue.read(range, in: bytes)
                case (LogFormat.attribute, .bytes(let range)):
                    attributes.add(keyValue: bytes.extracting(range))
                case (LogFormat.resource, .bytes(let range)): resource.add(keyValue: bytes.extracting(range))
                case (LogFormat.scopeName, .bytes(let range)): draft.scope.name = utf8String(bytes, range)
                case (LogFormat.scopeVersion, .bytes(let range)):
                    draft.scope.version = utf8String(bytes, range)
                case (LogFormat.flags, .varint(let value)): draft.flags = UInt32(truncatingIfNeeded: value)
                case (LogFormat.observed, .fixed64(let value)):
                    draft.observed = Timestamp(nanoseconds: Int64(bitPattern: value))
                default: break
                }
            }
            draft.attributes = try attributes.attributes()
            draft.resource = try resource.attributes()
        } catch {
            return nil
        }
        return draft
    }
}
