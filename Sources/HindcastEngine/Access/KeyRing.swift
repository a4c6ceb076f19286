import HindcastBytes
import HindcastModel
import HindcastStore
import Synchronization

/// Looks keys up, trusting a good one for two seconds, and remembers when they were used.
final class KeyRing: Sendable {
    private struct Trusted {
        let record: KeyRecord
        let until: Timestamp
    }

    private struct State {
        var trusted: [SHA256Digest: Trusted] = [:]
        var uses: [Int64: Timestamp] = [:]
        var lastTouch: Timestamp?
    }

    private let records: any RecordStore
    private let time: any TimeSource
    private let state = Mutex(State())

    init(records: any RecordStore, time: any TimeSource) {
        self.records = records
        self.time = time
    }

    /// Nil when the key is unknown or revoked.
    func find(_ key: AccessKey) async throws(StoreError) -> KeyRecord? {
        let hash = key.hash
        let now = time.now
        let cached = state.withLock { state -> KeyRecord? in
            guard let trusted = state.trusted[hash], trusted.until > now,
                constantTimeEqual(trusted.record.hash.bytes, hash.bytes)
            else { return nil }
            return trusted.record
        }
        if let cached {
            await noteUse(of: cached, at: now)
            return cached
        }
        guard let record = try await records.key(hash: hash),
            constantTimeEqual(record.hash.bytes, hash.bytes),
            record.revoked == nil
        else {
            state.withLock { $0.trusted[hash] = nil }
            return nil
        }
        state.withLock { state in
            if state.trusted.count >= AccessLimits.keyCacheEntriesMax { state.trusted = [:] }
            let until = Timestamp(nanoseconds: now.nanoseconds + AccessLimits.keyCacheNanoseconds)
            state.trusted[hash] = Trusted(record: record, until: until)
        }
        await noteUse(of: record, at: now)
        return record
    }

    /// For this process a revocation counts at once.
    func forgetAll() {
        state.withLock { $0.trusted = [:] }
    }

    private func noteUse(of record: KeyRecord, at now: Timestamp) async {
        let due = state.withLock { state -> [Int64: Timestamp] in
            state.uses[record.id] = now
            let last = state.lastTouch ?? Timestamp(nanoseconds: .min)
            guard
                state.lastTouch == nil || now.nanoseconds - last.nanoseconds >= AccessLimits.touchNanoseconds
            else { return [:] }
            state.lastTouch = now
            defer { state.uses = [:] }
            return state.uses
        }
        await touch(due)
    }

    /// Writes what has gathered; for the end of the process.
    func flush() async {
        await touch(
            state.withLock { state in
                defer { state.uses = [:] }
                return state.uses
            })
    }

    private func touch(_ uses: [Int64: Timestamp]) async {
        guard !uses.isEmpty else { return }
        do {
            try await records.touchKeys(uses)
        } catch {
            // The time of the last use is a convenience; a request must not fail for it. The next use writes it.
        }
    }
}
