public import HindcastModel
public import HindcastStore

extension FakeStore {
    public func insertAnnotations(_ annotations: [Annotation]) async throws(StoreError) {
        try locked { state throws(StoreError) in try Self.insert(annotations, &state) }
    }

    static func insert(_ annotations: [Annotation], _ state: inout State) throws(StoreError) {
        var counts: [TraceKey: Int] = [:]
        for known in state.annotations + annotations {
            counts[TraceKey(project: known.project, trace: known.trace), default: 0] += 1
        }
        guard counts.values.allSatisfy({ $0 <= StoreLimits.annotationsPerTraceMax }) else {
            throw .refused("A trace takes no more annotations.")
        }
        for annotation in annotations where !state.annotations.contains(where: { $0.id == annotation.id }) {
            state.annotations.append(annotation)
        }
    }

    public func annotations(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [Annotation] {
        try locked { state throws(StoreError) in
            guard Self.isThere(trace, project, state) else { return [] }
            return state.annotations.filter { $0.project == project && $0.trace == trace }
        }
    }

    public func annotation(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Annotation? {
        try locked { state throws(StoreError) in
            Self.index(of: id, project, state).map { state.annotations[$0] }
        }
    }

    public func annotationCounts(of traces: [TraceID], project: ProjectID) async throws(StoreError)
        -> [TraceID: [String?: Int]]
    {
        try locked { state throws(StoreError) in
            var counts: [TraceID: [String?: Int]] = [:]
            for trace in Set(traces) where Self.isThere(trace, project, state) {
                for annotation in state.annotations
                where annotation.project == project && annotation.trace == trace {
                    counts[trace, default: [:]][annotation.source, default: 0] += 1
                }
            }
            return counts
        }
    }

    public func updateAnnotation(
        _ id: RecordID, project: ProjectID, _ change: @escaping @Sendable (inout Annotation) -> Void
    ) async throws(StoreError) -> Annotation? {
        try locked { state throws(StoreError) in
            guard let index = Self.index(of: id, project, state) else { return nil }
            let old = state.annotations[index]
            change(&state.annotations[index])
            state.annotations[index].project = old.project
            state.annotations[index].trace = old.trace
            return state.annotations[index]
        }
    }

    public func replaceAnnotations(
        of trace: TraceID, source: String?, keeping statuses: Set<String>, with annotations: [Annotation],
        project: ProjectID
    ) async throws(StoreError) -> ReplacementReceipt {
        try locked { state throws(StoreError) in
            let before = state.annotations
            state.annotations.removeAll {
                $0.project == project && $0.trace == trace && $0.source == source
                    && !($0.status.map(statuses.contains) ?? false)
            }
            let left = state.annotations.count
            do throws(StoreError) {
                try Self.insert(annotations, &state)
            } catch {
                state.annotations = before
                throw error
            }
            return ReplacementReceipt(deleted: before.count - left, inserted: state.annotations.count - left)
        }
    }

    public func deleteAnnotation(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            guard let index = Self.index(of: id, project, state) else { return false }
            state.annotations.remove(at: index)
            return true
        }
    }

    private static func index(of id: RecordID, _ project: ProjectID, _ state: State) -> Int? {
        state.annotations.firstIndex {
            $0.id == id && $0.project == project && isThere($0.trace, project, state)
        }
    }
}
