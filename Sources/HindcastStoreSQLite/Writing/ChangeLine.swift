import HindcastStore
import Synchronization

/// Changes of records that wait for the writer. Those that gather while it is busy become one transaction: many clients
/// share one commit, and a single one waits for nobody.
final class ChangeLine: Sendable {
    /// One change, and who waits for it. May be performed twice, the first time without a trace.
    struct Change: Sendable {
        /// Within a transaction. What it answers is to be called once that is committed.
        let perform: @Sendable (Writer) throws(StoreError) -> @Sendable () -> Void
        let fail: @Sendable (StoreError) -> Void
    }

    /// Changes of one transaction: about the clients that write at one time. More would keep spans waiting.
    private static let togetherMax = 128

    private let waiting = Mutex<[Change]>([])

    /// - Returns: whether the writer must be told, since it knows of no change that waits.
    func add(_ change: Change) -> Bool {
        waiting.withLock { waiting in
            waiting.append(change)
            return waiting.count == 1
        }
    }

    /// Performs what waits.
    /// - Returns: whether more is waiting.
    func run(_ writer: Writer) -> Bool {
        let (changes, isMore) = waiting.withLock { waiting in
            let some = Array(waiting.prefix(Self.togetherMax))
            waiting.removeFirst(some.count)
            return (some, !waiting.isEmpty)
        }
        commit(changes, writer)
        return isMore
    }

    /// For a writer that takes nothing more.
    func failAll(_ error: StoreError) {
        let changes = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for change in changes { change.fail(error) }
    }

    /// All together; when one of them fails, each alone, so that it fails alone.
    private func commit(_ changes: [Change], _ writer: Writer) {
        do throws(StoreError) {
            let answers = try writer.commit { () throws(StoreError) in
                var answers: [@Sendable () -> Void] = []
                for change in changes { answers.append(try change.perform(writer)) }
                return answers
            }
            for answer in answers { answer() }
        } catch {
            guard changes.count > 1 else { return changes.forEach { $0.fail(error) } }
            for change in changes { commit([change], writer) }
        }
    }
}
