import Synchronization

/// The order of spans in traces that somebody scrolls through: found once, then every window is a few row lookups.
final class SpanOrders: Sendable {
    private struct Entry {
        let version: Int64
        let rows: [Int64]
        var used: Int
    }

    private struct State {
        var entries: [Int64: Entry] = [:]
        var clock = 0
    }

    private let state = Mutex(State())

    /// People scroll through few traces at once; eight of a million spans are 64 MB at worst.
    private static let entriesMax = 8

    func rows(trace: Int64, version: Int64) -> [Int64]? {
        state.withLock { state in
            guard state.entries[trace]?.version == version else { return nil }
            state.clock += 1
            state.entries[trace]?.used = state.clock
            return state.entries[trace]?.rows
        }
    }

    func remember(_ rows: [Int64], trace: Int64, version: Int64) {
        state.withLock { state in
            state.clock += 1
            state.entries[trace] = Entry(version: version, rows: rows, used: state.clock)
            if state.entries.count > Self.entriesMax,
                let oldest = state.entries.min(by: { $0.value.used < $1.value.used })
            {
                state.entries[oldest.key] = nil
            }
        }
    }
}
