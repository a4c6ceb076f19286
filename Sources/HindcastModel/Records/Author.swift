/// Who wrote a record.
public struct Author: Sendable, Hashable {
    /// What the people of the project call them: a user's name, a judge, `local` in open mode.
    public var name: String
    /// The number of the key with which it was written; nil in open mode.
    public var key: Int64?

    /// Somebody.
    public init(name: String, key: Int64? = nil) {
        self.name = name
        self.key = key
    }
}
