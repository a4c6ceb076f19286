import HindcastJSON
import HindcastModel

/// A draft with everything else that is known of it: the log records that name it.
struct SpanEvidence: Sendable {
    let draft: SpanDraft
    /// By time, then arrival.
    let logs: [LogDraft]
    let detail: ReadingDetail
    let marks: DialectMarks
    /// The flattened lists of the span's own attributes.
    let lists: FlatLists
    /// Whether an event or log record speaks of model calls.
    let hasGenAIEvents: Bool

    /// - Parameter logs: those that carry the span's ids, in any order.
    init(_ draft: SpanDraft, logs: [LogDraft], detail: ReadingDetail) {
        self.draft = draft
        self.logs = logs.count < 2 ? logs : LogOrder.sorted(logs)
        self.detail = detail
        marks = DialectMarks(draft.attributes)
        lists = FlatLists(draft.attributes, SpanArchive.flatPrefixes)
        hasGenAIEvents =
            draft.events.contains { $0.name.hasPrefix("gen_ai.") }
            || logs.contains { $0.eventName.hasPrefix("gen_ai.") }
    }

    var attributes: Attributes { draft.attributes }
    var wantsEverything: Bool { detail == .everything }

    /// Runs only when the span's own page is being read.
    func everything<Value>(_ value: @autoclosure () -> Value?) -> Value? {
        detail == .everything ? value() : nil
    }
}

extension SpanEvidence {
    /// The attributes whose key starts with `prefix`, without it.
    func members(_ prefix: String) -> [(key: String, entry: Attributes.Entry)] {
        let wanted = Array(prefix.utf8)
        let buffer = attributes.buffer
        return attributes.entries.compactMap { entry in
            guard entry.key.count > wanted.count, buffer[entry.key].starts(with: wanted) else { return nil }
            let key = String(decoding: buffer[entry.key].dropFirst(wanted.count), as: UTF8.self)
            return (key, entry)
        }
    }

    /// Adds what is not there yet.
    func addMetadata(_ prefix: String, except: Set<String> = [], to reading: inout SpanReading) {
        for (key, entry) in members(prefix) where !except.contains(key) && reading.metadata[key] == nil {
            reading.metadata[key] = attributes.json(entry)
        }
    }

    /// Merges a JSON object that is the text of an attribute.
    func addMetadata(object key: String, to reading: inout SpanReading) {
        guard case .object(let object)? = attributes.json(key) else { return }
        for (name, value) in object where reading.metadata[name] == nil { reading.metadata[name] = value }
    }
}
