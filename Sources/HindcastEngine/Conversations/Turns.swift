import HindcastModel

/// Lets one change of a thing follow the other: each is made from what the one before has left.
actor Turns<Key: Hashable & Sendable> {
    /// Who waits for each thing that is being changed.
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

/// A trace of a project, as the thing that is changed.
struct TraceTurn: Hashable, Sendable {
    let project: ProjectID
    let trace: TraceID
}
