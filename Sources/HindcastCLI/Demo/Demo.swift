import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel
import HindcastStore

/// `hindcast demo`
enum Demo {
    static let command = Command(
        path: ["demo"], summary: "Write sample agent runs, to explore an empty store.",
        details:
            "The runs lie within the last hour. Running it again adds another set. Works beside a running server.",
        options: [
            .data,
            .init(name: "project", value: "NAME", help: "Project to write into.", defaultText: "default"),
            .key,
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let name = call["project"] ?? Project.defaultName
        if let server = call.environment.runningServer(try call.folder()) {
            let api = NativeAPI(
                server: server, client: call.environment.client, project: name, key: call["key"])
            let rows = try await api.ask(.post, "/demo")["items"]?.arrayValue ?? []
            tell(rows.map { ($0["id"]?.stringValue ?? "", $0["title"]?.stringValue ?? "") }, name, call)
            return
        }
        try await call.withStore(.exclusive) { store throws(CommandFailure) in
            let now = call.environment.time.now
            let project = try await call.told { () async throws(StoreError) in
                try await store.ensureProject(named: name, at: now)
            }
            let writer = DemoWriter(sink: call.environment.makeSink(store), editor: QuietStore(store))
            let samples: [DemoWriter.Sample]
            do throws(IngestError) {
                samples = try await writer.write(into: project.id, now: now)
            } catch {
                throw .failed("The sample runs could not be recorded: \(error).")
            }
            tell(samples.map { ($0.traceID.description, $0.title) }, name, call)
        }
    }

    private static func tell(_ samples: [(id: String, title: String)], _ name: String, _ call: Invocation) {
        call.console.line("Wrote \(samples.count) runs into project \(Text.clean(name)):")
        for sample in samples { call.console.line("  \(Text.clean(sample.id))  \(Text.clean(sample.title))") }
        call.console.line("Look at them with `hindcast trace list` and `hindcast trace show <trace>`.")
    }
}
