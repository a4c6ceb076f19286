public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func insertAnnotations(_ annotations: [Annotation]) async throws(StoreError) {
        try await change { writer throws(StoreError) in _ = try writer.insert(annotations) }
    }

    public func annotations(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [Annotation] {
        try await read { reader throws(StoreError) in
            try AnnotationTable(connection: reader.connection).all(of: trace, project: project)
        }
    }

    public func annotation(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Annotation? {
        try await read { reader throws(StoreError) in
            try AnnotationTable(connection: reader.connection).find(id, project: project)
        }
    }

    public func annotationCounts(of traces: [TraceID], project: ProjectID) async throws(StoreError)
        -> [TraceID: [String?: Int]]
    {
        try await read { reader throws(StoreError) in
            try AnnotationTable(connection: reader.connection).counts(of: traces, project: project)
        }
    }

    public func updateAnnotation(
        _ id: RecordID, project: ProjectID, _ body: @escaping @Sendable (inout Annotation) -> Void
    ) async throws(StoreError) -> Annotation? {
        try await change { writer throws(StoreError) in
            try writer.updateAnnotation(id, project: project, body)
        }
    }

    public func replaceAnnotations(
        of trace: TraceID, source: String?, keeping statuses: Set<String>, with annotations: [Annotation],
        project: ProjectID
    ) async throws(StoreError) -> ReplacementReceipt {
        try await change { writer throws(StoreError) in
            let deleted = try AnnotationTable(connection: writer.connection)
                .delete(of: trace, source: source, keeping: statuses, project: project)
            return ReplacementReceipt(deleted: deleted, inserted: try writer.insert(annotations))
        }
    }

    public func deleteAnnotation(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool {
        try await change { writer throws(StoreError) in
            try AnnotationTable(connection: writer.connection).delete(id, project: project)
        }
    }
}
