/// A tenant: owns traces, keys and everything people write about them.
public struct Project: Sendable, Equatable {
    /// Its number inside the store.
    public let id: ProjectID
    /// What people and clients call it; unique.
    public let name: String
    /// When it was first named.
    public let created: Timestamp

    /// A project as the store knows it.
    public init(id: ProjectID, name: String, created: Timestamp) {
        self.id = id
        self.name = name
        self.created = created
    }

    /// The project of a store that nobody has set up.
    public static let defaultName = "default"

    /// 1 to 100 bytes without control characters; anything a client's configuration may call its project.
    public static func isValid(name: String) -> Bool {
        (1...100).contains(name.utf8.count)
            && !name.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
    }
}
