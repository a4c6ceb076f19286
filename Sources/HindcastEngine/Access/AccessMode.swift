/// Who is let in.
public enum AccessMode: String, Sendable, CaseIterable {
    /// Anyone on this machine, as the project `default`. For loopback servers only.
    case open
    /// Holders of a key, as the key's project and within its scope.
    case keys
}
