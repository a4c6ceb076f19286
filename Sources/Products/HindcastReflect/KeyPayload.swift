import HindcastJSON
import HindcastModel

/// A key's environment, told and shown: both open the same project.
enum KeyEnvironment: String, CaseIterable { case live, test }

/// What `POST …/api-keys` asks for.
struct KeyPayload {
    let label: String
    let scopes: Set<Scope>
    let extras: JSONObject

    init(_ members: JSONObject) throws(ReflectError) {
        let body = ReflectBody(members)
        label = try body.text("label", bytesMax: ReflectLimits.nameBytesMax) ?? ""
        let names =
            try body.texts(
                "scopes", countMax: ReflectScope.names.count, bytesMax: ReflectLimits.nameBytesMax) ?? []
        guard !names.isEmpty else { throw body.failure("scopes", "must name at least one scope") }
        var scopes: Set<Scope> = []
        for name in names {
            guard let scope = ReflectScope.scope(named: name) else {
                throw body.failure("scopes", "must be among \(ReflectScope.names.joined(separator: ", "))")
            }
            scopes.insert(scope)
        }
        self.scopes = scopes
        let environment = try body.choice("environment", of: KeyEnvironment.self) ?? .live
        extras = KeyForm.extras(environment: environment, scopes: names)
    }
}
