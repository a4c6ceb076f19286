import HindcastJSON
public import HindcastModel
import HindcastStore

/// Writes the sample runs: for the command line into a folder of its own, for a server through its recorder.
public struct DemoWriter: Sendable {
    /// A run that was written.
    public struct Sample: Sendable {
        /// Its trace.
        public let traceID: TraceID
        /// What it shows.
        public let title: String
    }

    private let sink: any SpanSink
    private let editor: any TraceEditor

    /// - Parameters: where spans go, and what tags their traces afterwards.
    public init(sink: any SpanSink, editor: any TraceEditor) {
        self.sink = sink
        self.editor = editor
    }

    /// Writes one set of runs, which lie within the hour before `now`.
    public func write(into project: ProjectID, now: Timestamp) async throws(IngestError) -> [Sample] {
        var samples: [Sample] = []
        for run in DemoRuns(now: now).all {
            try await sink.record(
                Delivery(spans: run.spans, payloadBytes: run.payloadBytes), project: project)
            let patch = TracePatch(addTags: run.tags, metadata: JSONObject([("source", "demo")]))
            do throws(StoreError) {
                _ = try await editor.patch(patch, trace: run.traceID, project: project)
            } catch {
                throw IngestError(error)
            }
            samples.append(Sample(traceID: run.traceID, title: run.title))
        }
        return samples
    }
}
