import Synchronization

/// Decompressed packs that were read last, shared by all threads of a store.
final class PackCache: Sendable {
    private struct State {
        var packs: [Int64: (pack: Pack, used: Int)] = [:]
        var bytes = 0
        var clock = 0
    }

    private let bytesMax: Int
    private let state = Mutex(State())

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    func pack(first: Int64, covering content: Int64) -> Pack? {
        state.withLock { state in
            guard let found = state.packs[first], found.pack.covers(content) else { return nil }
            state.clock += 1
            state.packs[first] = (found.pack, state.clock)
            return found.pack
        }
    }

    func insert(_ pack: Pack) {
        guard pack.bytes.count <= bytesMax / 4 else { return }
        state.withLock { state in
            state.clock += 1
            let before = state.packs.updateValue((pack, state.clock), forKey: pack.first)
            state.bytes += pack.bytes.count - (before?.pack.bytes.count ?? 0)
            while state.bytes > bytesMax, let oldest = state.packs.min(by: { $0.value.used < $1.value.used })
            {
                state.packs[oldest.key] = nil
                state.bytes -= oldest.value.pack.bytes.count
            }
        }
    }

    /// After packs were rewritten: freed contents must not be answered from memory.
    func removeAll() {
        state.withLock { $0 = State() }
    }
}
