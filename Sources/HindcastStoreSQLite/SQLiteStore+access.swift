public import HindcastBytes
public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func projects() async throws(StoreError) -> [Project] {
        try await read { reader throws(StoreError) in try ProjectTable(connection: reader.connection).all() }
    }

    public func project(named name: String) async throws(StoreError) -> Project? {
        try await read { reader throws(StoreError) in
            try ProjectTable(connection: reader.connection).find(name)
        }
    }

    public func ensureProject(named name: String, at time: Timestamp) async throws(StoreError) -> Project {
        try await write { writer throws(StoreError) in
            try writer.commit { () throws(StoreError) in
                try ProjectTable(connection: writer.connection).ensure(name, at: time)
            }
        }
    }

    public func deleteProject(_ id: ProjectID) async throws(StoreError) -> Bool {
        let isKnown = try await write { writer throws(StoreError) in
            try ProjectTable(connection: writer.connection).all().contains { $0.id == id }
        }
        guard isKnown else { return false }
        _ = try await delete(.all, project: id)
        return try await write { writer throws(StoreError) in
            try writer.commit { () throws(StoreError) in
                try ProjectTable(connection: writer.connection).delete(id)
            }
        }
    }

    public func insertKey(_ key: KeyRecord) async throws(StoreError) -> Int64 {
        try await write { writer throws(StoreError) in
            try writer.commit { () throws(StoreError) in
                try KeyTable(connection: writer.connection).insert(key)
            }
        }
    }

    public func keys(project: ProjectID?) async throws(StoreError) -> [KeyRecord] {
        try await read { reader throws(StoreError) in try KeyTable(connection: reader.connection).all(project)
        }
    }

    public func key(hash: SHA256Digest) async throws(StoreError) -> KeyRecord? {
        try await read { reader throws(StoreError) in try KeyTable(connection: reader.connection).find(hash) }
    }

    public func revokeKey(_ id: Int64, at time: Timestamp) async throws(StoreError) -> Bool {
        try await write { writer throws(StoreError) in
            try writer.commit { () throws(StoreError) in
                try KeyTable(connection: writer.connection).revoke(id, at: time)
            }
        }
    }

    public func touchKeys(_ uses: [Int64: Timestamp]) async throws(StoreError) {
        try await write { writer throws(StoreError) in
            try writer.commit { () throws(StoreError) in
                try KeyTable(connection: writer.connection).touch(uses)
            }
        }
    }

    public func audit(_ entry: AuditEntry) async throws(StoreError) {
        try await write { writer throws(StoreError) in
            try writer.commit { () throws(StoreError) in
                try AuditTable(connection: writer.connection).insert(entry)
            }
        }
    }

    public func auditEntries(limit: Int) async throws(StoreError) -> [AuditEntry] {
        try await read { reader throws(StoreError) in
            try AuditTable(connection: reader.connection).newest(limit)
        }
    }
}
