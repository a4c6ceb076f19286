public import HindcastJSON
import HindcastModel
public import HindcastStore

extension AuditEntry {
    /// One administrative act: when, who, what and on which subject.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("time", time)
            writer.field("actor", actor)
            writer.field("action", action)
            writer.field("subject", subject)
        }
    }
}

extension KeyRecord {
    /// What may be told of a key: never its digest.
    public func write(to writer: inout JSONWriter, project name: String) {
        writer.object { writeMembers(to: &$0, project: name) }
    }

    /// The members alone, for an answer that adds the key itself.
    public func writeMembers(to writer: inout JSONWriter, project name: String) {
        writer.field("number", id)
        writer.field("project", name)
        writer.field("scope", scopes.text)
        writer.field("label", label)
        writer.field("hint", hint)
        writer.field("createdTime", created)
        writer.field("lastUsedTime", lastUsed)
        writer.field("revokedTime", revoked)
    }
}
