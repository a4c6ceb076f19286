public import HindcastJSON
public import HindcastStore

extension StoreStatistics {
    /// What a project holds, in counts and bytes.
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
    /// The figures of one stretch of time.
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
    /// How much was deleted.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("traces", traces)
            writer.field("spans", spans)
        }
    }
}

extension GarbageReceipt {
    /// How much was freed.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("contentsFreed", contentsFreed)
            writer.field("bytesFreed", bytesFreed)
        }
    }
}
