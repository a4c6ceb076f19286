import HindcastJSON
import HindcastStore

/// Keys as the client knows them.
enum KeyForm {
    /// What the house's keys have no place for: the environment, the scopes as they were named, and who set it up.
    static func extras(environment: KeyEnvironment, scopes: [String], user: String? = nil) -> JSONObject {
        var told = JSONObject()
        told["environment"] = .string(environment.rawValue)
        told["scopes"] = .array(scopes.map { .string($0) })
        if let user { told["user_id"] = .string(user) }
        return JSONObject([(TracePayload.product, .object(told))])
    }

    static func id(_ key: KeyRecord) -> String { String(key.id) }
}
