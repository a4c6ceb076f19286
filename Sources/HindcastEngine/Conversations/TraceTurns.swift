import HindcastModel

/// Lets one change of a trace's messages follow the other: each is made from what the one before has left.
actor TraceTurns {
    struct Key: Hashable, Sendable {
        let project: ProjectID
        let trace: TraceID
    }

    /// Who waits for each trace that is being changed.
    private var waiting: [Key: [CheckedContinuation<Void, Never>]] = [:]

    /// Waits for its turn; must be followed by `end`.
    func begin(_ key: Key) async {
        guard waiting[key] != nil else {
            waiting[key] = []
            return
        }
        await withCheckedContinuation { waiting[key]?.append($0) }
    }

    func end(_ key: Key) {
        guard var line = waiting[key], !line.isEmpty else {
            waiting[key] = nil
            return
        }
        let next = line.removeFirst()
        waiting[key] = line
        next.resume()
    }
}
