public import HindcastModel

/// Remarks on runs.
public protocol AnnotationRecords: Sendable {
    /// Stores remarks, in the order given.
    /// - Throws: `refused` when a trace would have more than `StoreLimits.annotationsPerTraceMax`.
    func insertAnnotations(_ annotations: [Annotation]) async throws(StoreError)

    /// All of a trace, in the order made.
    func annotations(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [Annotation]

    func annotation(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Annotation?

    /// How many remarks each source made on each trace; nil stands for people. A trace without any is left out.
    func annotationCounts(of traces: [TraceID], project: ProjectID) async throws(StoreError)
        -> [TraceID: [String?: Int]]

    /// Changes one remark in place, so that of two changes at once none is lost. Its id, project and trace stay.
    /// - Parameter change: quick, and without effects of its own: an engine may call it again.
    /// - Returns: the remark as it is now.
    @discardableResult
    func updateAnnotation(
        _ id: RecordID, project: ProjectID, _ change: @escaping @Sendable (inout Annotation) -> Void
    ) async throws(StoreError) -> Annotation?

    /// Puts a source's new remarks on a trace in the place of its old ones.
    /// - Parameters:
    ///   - source: nil for those of people.
    ///   - statuses: old ones with one of these stay: what people decided about is kept.
    func replaceAnnotations(
        of trace: TraceID, source: String?, keeping statuses: Set<String>, with annotations: [Annotation],
        project: ProjectID
    ) async throws(StoreError) -> ReplacementReceipt

    /// False when unknown.
    func deleteAnnotation(_ id: RecordID, project: ProjectID) async throws(StoreError) -> Bool
}
