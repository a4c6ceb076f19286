import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// `hindcast demo`
enum Demo {
    static let command = Command(
        path: ["demo"], summary: "Write sample agent runs, to explore an empty store.",
        details: "The runs lie within the last hour. Running it again adds another set.",
        options: [
            .data,
            .init(name: "project", value: "NAME", help: "Project to write into.", defaultText: "default"),
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let name = call["project"] ?? Project.defaultName
        let now = call.environment.time.now
        try await call.withStore(.exclusive) { store throws(CommandFailure) in
            let project = try await call.told { () async throws(StoreError) in
                try await store.ensureProject(named: name, at: now)
            }
            let runs = DemoRuns(now: now).all
            let sink = call.environment.makeSink(store)
            do throws(IngestError) {
                for run in runs {
                    try await sink.record(
                        Delivery(spans: run.spans, payloadBytes: run.payloadBytes), project: project.id)
                }
            } catch {
                throw .failed("The sample runs could not be recorded: \(error).")
            }
            try await call.told { () async throws(StoreError) in
                for run in runs {
                    let patch = TracePatch(addTags: run.tags, metadata: JSONObject([("source", "demo")]))
                    _ = try await store.patch(patch, trace: run.traceID, project: project.id)
                }
            }
            call.console.line("Wrote \(runs.count) runs into project \(Text.clean(name)):")
            for run in runs { call.console.line("  \(run.traceID)  \(run.title)") }
            call.console.line("Look at them with `hindcast trace list` and `hindcast trace show <trace>`.")
        }
    }
}
