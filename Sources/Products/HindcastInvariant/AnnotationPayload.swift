import HindcastEngine
import HindcastJSON

/// Remarks as clients send them.
enum AnnotationPayload {
    static func list(_ value: JSON, else message: String) throws(InvariantError) -> [AnnotationDraft] {
        guard let items = value.arrayValue, items.count <= InvariantLimits.annotationsMax else {
            throw .bad(message)
        }
        var drafts: [AnnotationDraft] = []
        for item in items { drafts.append(try draft(item)) }
        return drafts
    }

    static func draft(_ value: JSON) throws(InvariantError) -> AnnotationDraft {
        guard let content = value["content"]?.stringValue, let address = value["address"]?.stringValue else {
            throw .bad("Failed to parse annotation: \(value.text)")
        }
        return AnnotationDraft(
            address: address, content: content, extras: try extras(value["extra_metadata"]))
    }

    static func extras(_ value: JSON?) throws(InvariantError) -> JSONObject {
        guard let value, !value.isNull else { return JSONObject() }
        guard let object = value.objectValue else { throw .bad("extra_metadata must be a dictionary") }
        return object
    }
}
