import HindcastModel
import Synchronization

/// Keeps the steps of the large traces that are being read, so that paging through one does not walk it anew each time.
/// A trace that changes has another sequence, so nothing stale is answered.
final class StepsCache: Sendable {
    struct Key: Hashable {
        let project: ProjectID
        let trace: TraceID
        let sequence: Int64
    }

    private struct Entry {
        let key: Key
        let steps: TraceSteps
    }

    /// Newest use last.
    private let entries = Mutex<[Entry]>([])

    func find(_ key: Key) -> TraceSteps? {
        entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.steps
        }
    }

    func insert(_ steps: TraceSteps, for key: Key) {
        entries.withLock { entries in
            entries.removeAll { $0.key.trace == key.trace && $0.key.project == key.project }
            entries.append(Entry(key: key, steps: steps))
            if entries.count > QueryLimits.cachedTracesMax { entries.removeFirst() }
        }
    }
}
