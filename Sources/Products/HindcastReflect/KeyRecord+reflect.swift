import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

extension KeyRecord {
    func writeReflect(to writer: inout JSONWriter) {
        let told = extras[TracePayload.product]
        let named = told?["scopes"]?.arrayValue?.compactMap(\.stringValue)
        writer.object { writer in
            writer.field("id", KeyForm.id(self))
            writer.field("public_id", hint)
            writer.field("label", label)
            writer.field("scopes", named ?? ReflectScope.names(of: scopes))
            writer.field(
                "environment", told?["environment"]?.stringValue ?? KeyEnvironment.live.rawValue)
            writer.field("status", revoked == nil ? "active" : "revoked")
            // A master key would open every project; a key of this house opens one.
            writer.field("is_master", false)
            writer.field("created_at", created)
            writer.field("last_used_at", lastUsed)
            writer.field("revoked_at", revoked)
        }
    }
}
