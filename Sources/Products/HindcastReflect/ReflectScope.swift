import HindcastModel

/// Reflect's names for what a key may do, and the scope of the house that allows it.
enum ReflectScope {
    private static let table: [(name: String, scope: Scope)] = [
        ("memory:read", .read), ("trace:read", .read), ("trace:write", .ingest), ("review:write", .write),
        ("admin", .admin),
    ]

    static let names = table.map(\.name)

    static func scope(named name: String) -> Scope? { table.first { $0.name == name }?.scope }

    /// The names that a key made elsewhere would have here.
    static func names(of scopes: Set<Scope>) -> [String] {
        table.filter { scopes.allows($0.scope) }.map(\.name)
    }
}
