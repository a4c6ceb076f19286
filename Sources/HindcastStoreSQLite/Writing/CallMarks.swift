import HindcastModel
import HindcastStore

/// What the model calls of a trace answered, and when: enough to tell that no two of them are one call told twice
/// (`DuplicateCalls`), so that a trace whose calls overlap in time, as those of sub-agents do, need not be counted
/// anew with every batch.
///
/// Marks of calls that were rolled back stay. They can only lead to a count that was not needed.
final class CallMarks {
    private let connection: Connection
    /// By trace, then by mark: the times of the calls that have it. Whoever shares a mark by accident is counted anew.
    private var traces: [Int64: [Int: [ClosedRange<Int64>]]] = [:]
    private var count = 0
    /// Beyond this all are forgotten; a trace whose calls go on is then read again.
    private static let countMax = 100_000

    init(_ connection: Connection) { self.connection = connection }

    private static let call = """
        SELECT s.start, s.duration, s.model, s.response, \(NodeRun.content(of: "s.output")) FROM spans s
        """

    /// Takes in new calls of a trace, which must be written already.
    /// - Parameter overlaps: whether calls of the trace may share time; until then nothing is remembered of it.
    /// - Returns: whether one of them and another call of the trace may be one.
    func note(_ calls: [Int64], of trace: Int64, overlaps: Bool) throws(StoreError) -> Bool {
        if count > Self.countMax {
            traces.removeAll()
            count = 0
        }
        if traces[trace] == nil { return overlaps ? try noteAll(of: trace) : false }
        let load = try connection.statement(Self.call + " WHERE s.id = ?1")
        var mayRepeat = false
        for call in calls {
            load.bind(1, call)
            if try load.step(), take(load, of: trace) { mayRepeat = true }
            load.reset()
        }
        return mayRepeat
    }

    private func noteAll(of trace: Int64) throws(StoreError) -> Bool {
        let load = try connection.statement(Self.call + " WHERE s.trace = ?1 AND s.flags & 15 = ?2")
        load.bind(1, trace)
        load.bind(2, SpanFlags.code(.llm))
        defer { load.reset() }
        traces[trace] = [:]
        var mayRepeat = false
        do throws(StoreError) {
            while try load.step() { if take(load, of: trace) { mayRepeat = true } }
        } catch {
            // Half of the calls would tell less than none.
            traces[trace] = nil
            throw error
        }
        return mayRepeat
    }

    /// - Returns: whether a call at the same time has the same mark.
    private func take(_ call: Statement, of trace: Int64) -> Bool {
        let start = call.int64(0)
        let times = start...max(start, start &+ call.int64(1))
        var mayRepeat = false
        for mark in Self.marks(of: call) {
            if traces[trace]?[mark]?.contains(where: { $0.overlaps(times) }) ?? false { mayRepeat = true }
            traces[trace]?[mark, default: []].append(times)
            count += 1
        }
        return mayRepeat
    }

    /// One for the id of its response, one for its answer from its model.
    private static func marks(of call: Statement) -> [Int] {
        let response = call.optionalText(3)?.hashValue
        let answer = call.optionalInt64(4).map { content in
            var hasher = Hasher()
            hasher.combine(content)
            hasher.combine(call.optionalInt64(2))
            return hasher.finalize()
        }
        return [response, answer].compactMap(\.self)
    }
}
