public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func setShare(_ share: Share) async throws(StoreError) {
        try await change { writer throws(StoreError) in
            try ShareTable(connection: writer.connection).put(share)
            try TraceRecords(writer: writer).written(for: share.trace, share.project)
        }
    }

    public func share(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Share? {
        try await read { reader throws(StoreError) in
            try ShareTable(connection: reader.connection).find(trace, project: project)
        }
    }

    public func share(token: String) async throws(StoreError) -> Share? {
        try await read { reader throws(StoreError) in
            try ShareTable(connection: reader.connection).find(token: token)
        }
    }

    public func deleteShare(of trace: TraceID, project: ProjectID) async throws(StoreError) -> Bool {
        try await change { writer throws(StoreError) in
            try ShareTable(connection: writer.connection).delete(trace, project: project)
        }
    }
}
