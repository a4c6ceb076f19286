public import HindcastModel

/// Who did what to what, and when. Administrative acts only.
public struct AuditEntry: Sendable, Equatable {
    public var time: Timestamp
    /// `key 3 (ci)`, `command line`, `open mode`.
    public var actor: String
    /// `key.create`, `trace.delete`, ….
    public var action: String
    public var subject: String

    public init(time: Timestamp, actor: String, action: String, subject: String) {
        self.time = time
        self.actor = actor
        self.action = action
        self.subject = subject
    }
}
