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
