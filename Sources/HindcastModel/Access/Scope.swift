/// What a key allows. Each scope includes the ones before it, except that `ingest` cannot read.
public enum Scope: String, Sendable, CaseIterable {
    case ingest, read, write, admin

    /// Whether a key with this scope may do what needs `needed`.
    public func allows(_ needed: Scope) -> Bool {
        switch (self, needed) {
        case (.admin, _), (.write, .ingest), (.write, .read), (.write, .write), (.read, .read),
            (.ingest, .ingest):
            true
        default: false
        }
    }
}

/// A key may have several: then it may do what any of them allows.
extension Set<Scope> {
    /// Whether one of them allows what needs `needed`.
    public func allows(_ needed: Scope) -> Bool { contains { $0.allows(needed) } }

    /// Their names in the order of `Scope`, with commas between: how people write them, and how they are stored.
    public var text: String { Scope.allCases.filter(contains).map(\.rawValue).joined(separator: ",") }

    /// Reads names with commas between. Nil when there is none, or one that nobody knows.
    public init?(listed text: String) {
        var scopes: Set<Scope> = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let scope = Scope(rawValue: String(name)) else { return nil }
            scopes.insert(scope)
        }
        self = scopes
    }
}
