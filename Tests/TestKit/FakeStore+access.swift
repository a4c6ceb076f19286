public import HindcastBytes
public import HindcastModel
public import HindcastStore

extension FakeStore {
    public func projects() async throws(StoreError) -> [Project] {
        try locked { state throws(StoreError) in state.projects }
    }

    public func project(named name: String) async throws(StoreError) -> Project? {
        try locked { state throws(StoreError) in state.projects.first { $0.name == name } }
    }

    public func ensureProject(named name: String, at time: Timestamp) async throws(StoreError) -> Project {
        try locked { state throws(StoreError) in
            if let known = state.projects.first(where: { $0.name == name }) { return known }
            let project = Project(id: ProjectID(Int64(state.projects.count + 1)), name: name, created: time)
            state.projects.append(project)
            return project
        }
    }

    public func deleteProject(_ id: ProjectID) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            state.keys.removeAll { $0.project == id }
            state.annotations.removeAll { $0.project == id }
            state.feedback = state.feedback.filter { $0.key.project != id }
            state.conversations = state.conversations.filter { $0.key.project != id }
            state.datasets = state.datasets.filter { $0.value.project != id }
            state.shares = state.shares.filter { $0.key.project != id }
            Self.forgetLearning(of: id, &state)
            let before = state.projects.count
            state.projects.removeAll { $0.id == id }
            return state.projects.count < before
        }
    }

    public func insertKey(_ key: KeyRecord) async throws(StoreError) -> Int64 {
        try locked { state throws(StoreError) in
            var key = key
            key.id = Int64(state.keys.count + 1)
            state.keys.append(key)
            return key.id
        }
    }

    public func keys(project: ProjectID?) async throws(StoreError) -> [KeyRecord] {
        try locked { state throws(StoreError) in state.keys.filter { project == nil || $0.project == project }
        }
    }

    public func key(hash: SHA256Digest) async throws(StoreError) -> KeyRecord? {
        try locked { state throws(StoreError) in
            state.keyLookups += 1
            return state.keys.first { $0.hash == hash }
        }
    }

    public func revokeKey(_ id: Int64, at time: Timestamp) async throws(StoreError) -> Bool {
        try locked { state throws(StoreError) in
            guard let index = state.keys.firstIndex(where: { $0.id == id && $0.revoked == nil }) else {
                return false
            }
            state.keys[index].revoked = time
            return true
        }
    }

    public func touchKeys(_ uses: [Int64: Timestamp]) async throws(StoreError) {
        try locked { state throws(StoreError) in
            for index in state.keys.indices {
                if let use = uses[state.keys[index].id] { state.keys[index].lastUsed = use }
            }
        }
    }

    public func audit(_ entry: AuditEntry) async throws(StoreError) {
        try locked { state throws(StoreError) in state.audit.append(entry) }
    }

    public func auditEntries(limit: Int) async throws(StoreError) -> [AuditEntry] {
        try locked { state throws(StoreError) in Array(state.audit.reversed().prefix(limit)) }
    }
}
