import HindcastModel
import Synchronization

/// What was worked out of whole traces, kept for the last few of them.
///
/// A trace that changed has another sequence, so nothing stale is answered.
final class TraceCache<Value: Sendable>: Sendable {
    struct Key: Hashable {
        let project: ProjectID
        let trace: TraceID
        let sequence: Int64
    }

    private struct Entry {
        let key: Key
        let value: Value
    }

    /// Newest use last.
    private let entries = Mutex<[Entry]>([])

    func find(_ key: Key) -> Value? {
        entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.value
        }
    }

    func insert(_ value: Value, for key: Key) {
        entries.withLock { entries in
            entries.removeAll { $0.key.trace == key.trace && $0.key.project == key.project }
            entries.append(Entry(key: key, value: value))
            if entries.count > QueryLimits.cachedTracesMax { entries.removeFirst() }
        }
    }
}
