import HindcastModel

/// A row of `traces` in memory. Everything in it is a function of the set of the trace's spans and of people's
/// patches, never of the order of arrival:
/// - name: the run's name from the earliest span that gives one, else the earliest root span's name, else the
///   earliest span's;
/// - session, user: from the earliest span that gives one ("earliest" is by start, then span id);
/// - tags: all that spans gave; metadata: per key the latest span's value;
/// - sums: over model calls that count.
struct TraceRow {
    let id: Int64
    let project: Int64
    let traceID: TraceID
    var start: Int64 = .max
    var end: Int64 = .min
    var spans: Int64 = 0
    var errors: Int64 = 0
    /// Bit n: some span has the kind with code n.
    var kinds: Int64 = 0
    var calls: Int64 = 0
    var inputTokens: Int64 = 0
    var outputTokens: Int64 = 0
    var cost: Int64 = 0
    var version: Int64 = 0
    var name = ""
    var session: String?
    var user: String?
    var tags: Set<String> = []
    /// JSON texts.
    var metadata: [String: String] = [:]
    var state = TraceState()
    var patch = PeoplePatch()

    init(id: Int64, project: Int64, traceID: TraceID) {
        self.id = id
        self.project = project
        self.traceID = traceID
    }

    /// The row without its spans: where a recount begins.
    var emptied: TraceRow {
        var row = TraceRow(id: id, project: project, traceID: traceID)
        row.version = version
        row.patch = patch
        row.patch.apply(to: &row.tags)
        row.patch.apply(to: &row.metadata)
        return row
    }

    /// Whether a call with these times may share time with one that is known.
    func overlapsCalls(_ facts: SpanFacts) -> Bool {
        guard let from = state.callsFrom else { return false }
        return facts.start <= state.callsUntil && facts.end >= from
    }

    mutating func absorb(_ facts: SpanFacts) {
        start = min(start, facts.start)
        end = max(end, facts.end)
        spans += 1
        if facts.flags.status == .error { errors += 1 }
        kinds |= 1 << Int64(SpanFlags.code(facts.flags.kind))
        absorbCall(facts)
        absorbName(facts)
        let extras = facts.extras
        if let given = extras.session, state.sessionAt.map({ facts.place < $0 }) ?? true {
            session = given
            state.sessionAt = facts.place
        }
        if let given = extras.user, state.userAt.map({ facts.place < $0 }) ?? true {
            user = given
            state.userAt = facts.place
        }
        for tag in extras.tags where !patch.removed.contains(tag) { tags.insert(tag) }
        for member in extras.metadata {
            if let known = state.metadataAt[member.key], facts.place < known { continue }
            state.metadataAt[member.key] = facts.place
            if patch.metadata[member.key] == nil { metadata[member.key] = member.value }
        }
    }

    private mutating func absorbCall(_ facts: SpanFacts) {
        guard facts.flags.kind == .llm else { return }
        state.callsFrom = min(state.callsFrom ?? .max, facts.start)
        state.callsUntil = max(state.callsUntil, facts.end)
        guard facts.flags.isCounted else { return }
        calls += 1
        inputTokens &+= facts.inputTokens
        outputTokens &+= facts.outputTokens
        cost &+= facts.cost
    }

    private mutating func absorbName(_ facts: SpanFacts) {
        let rank: UInt8 = facts.extras.traceName != nil ? 0 : facts.isRoot ? 1 : 2
        let isBetter = rank == state.nameRank ? facts.place < state.nameAt : rank < state.nameRank
        guard isBetter else { return }
        name = facts.extras.traceName ?? facts.name
        state.nameRank = rank
        state.nameAt = facts.place
    }
}
