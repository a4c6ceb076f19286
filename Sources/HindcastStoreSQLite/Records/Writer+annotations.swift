import HindcastModel
import HindcastStore

/// Within a transaction that the caller opened.
extension Writer {
    /// - Returns: how many were not there.
    func insert(_ annotations: [Annotation]) throws(StoreError) -> Int {
        let table = AnnotationTable(connection: connection)
        var inserted = 0
        for annotation in annotations where try table.insert(annotation) {
            try TraceRecords(writer: self).written(for: annotation.trace, annotation.project)
            inserted += 1
        }
        let traces = Set(annotations.map { Append.TraceKey(project: $0.project, trace: $0.trace) })
        for key in traces
        where try table.count(of: key.trace, project: key.project) > StoreLimits.annotationsPerTraceMax {
            throw .refused(
                "Trace \(key.trace) would have more than \(StoreLimits.annotationsPerTraceMax) annotations: "
                    + "delete some.")
        }
        return inserted
    }

    func updateAnnotation(
        _ id: RecordID, project: ProjectID, _ change: (inout Annotation) -> Void
    ) throws(StoreError) -> Annotation? {
        let table = AnnotationTable(connection: connection)
        guard let old = try table.find(id, project: project) else { return nil }
        var new = old
        change(&new)
        new.project = old.project
        new.trace = old.trace
        try table.replace(new)
        return new
    }
}
