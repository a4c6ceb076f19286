public import HindcastModel
public import HindcastStore

extension FakeStore {
    public func setShare(_ share: Share) async throws(StoreError) {
        try locked { state throws(StoreError) in
            state.shares[TraceKey(project: share.project, trace: share.trace)] = share
        }
    }

    public func share(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Share? {
        try locked { state throws(StoreError) in
            guard Self.isThere(trace, project, state) else { return nil }
            return state.shares[TraceKey(project: project, trace: trace)]
        }
    }

    public func share(token: String) async throws(StoreError) -> Share? {
        try locked { state throws(StoreError) in
            state.shares.values.first { $0.token == token && Self.isThere($0.trace, $0.project, state) }
        }
    }

    public func deleteShare(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            guard Self.isThere(trace, project, state) else { return false }
            return state.shares.removeValue(forKey: TraceKey(project: project, trace: trace)) != nil
        }
    }
}
