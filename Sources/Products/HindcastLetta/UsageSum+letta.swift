import HindcastEngine
import HindcastJSON
import HindcastModel

extension UsageSum {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            usage.writeSums(to: &writer)
            usage.writeDetails(to: &writer)
            writer.field("step_count", callCount)
        }
    }
}

extension Usage {
    /// The three counts that are never null.
    func writeSums(to writer: inout JSONWriter) {
        writer.field("completion_tokens", output ?? 0)
        writer.field("prompt_tokens", input ?? 0)
        writer.field("total_tokens", total)
    }

    /// Null where nothing is known; members that are not known are left out.
    func writeDetails(to writer: inout JSONWriter) {
        if let reasoning {
            writer.object("completion_tokens_details") { $0.field("reasoning_tokens", reasoning) }
        } else {
            writer.nulls("completion_tokens_details")
        }
        guard cacheRead != nil || cacheWrite != nil else {
            writer.nulls("prompt_tokens_details")
            return
        }
        writer.object("prompt_tokens_details") { writer in
            writer.member("cached_tokens", cacheRead)
            writer.member("cache_read_tokens", cacheRead)
            writer.member("cache_creation_tokens", cacheWrite)
        }
    }
}
