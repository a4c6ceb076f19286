public import HindcastJSON
import HindcastModel
public import HindcastStore

extension StoreStatistics {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("traces", traces)
            writer.field("spans", spans)
            writer.field("messages", messages)
            writer.field("nodes", nodes)
            writer.field("logs", logs)
            writer.field("bytesOnDisk", bytesOnDisk)
            writer.field("unindexedContents", unindexedContents)
        }
    }
}

extension RollupBucket {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("startTime", start)
            writer.field("traces", traces)
            writer.field("errors", errors)
            writer.field("spans", spans)
            writer.field("modelCalls", modelCalls)
            writer.field("inputTokens", inputTokens)
            writer.field("outputTokens", outputTokens)
            writer.field("cost", cost)
            writer.field("durationP50Milliseconds", durationP50Milliseconds)
            writer.field("durationP95Milliseconds", durationP95Milliseconds)
        }
    }
}

extension DeletionReceipt {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("traces", traces)
            writer.field("spans", spans)
        }
    }
}

extension GarbageReceipt {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("contentsFreed", contentsFreed)
            writer.field("bytesFreed", bytesFreed)
        }
    }
}

extension AuditEntry {
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

    public func writeMembers(to writer: inout JSONWriter, project name: String) {
        writer.field("number", id)
        writer.field("project", name)
        writer.field("scope", scope.rawValue)
        writer.field("label", label)
        writer.field("hint", hint)
        writer.field("createdTime", created)
        writer.field("lastUsedTime", lastUsed)
        writer.field("revokedTime", revoked)
    }
}
