import HindcastEngine
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
        ], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let name = call["project"] ?? Project.defaultName
        if let server = call.environment.runningServer(try call.folder()) {
            try await ask(server, name, call)
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

    /// The server that holds the folder writes them itself. A server with keys asks for one, and this command has
    /// none; then the person is told how to ask.
    private static func ask(_ server: String, _ name: String, _ call: Invocation) async throws(CommandFailure)
    {
        let path = "/api/hindcast/v1/demo?project=\(name.percentEncoded)"
        guard let answer = await call.environment.askServer(server, "POST", path),
            let rows = try? JSONReader.parse(answer)["items"]?.arrayValue
        else {
            throw .folder(
                "The server at \(server) did not let this command write; ask it with a key of scope write: "
                    + "curl -X POST -H 'Authorization: Bearer hk_…' '\(server)\(path)'")
        }
        let samples = rows.map { ($0["id"]?.stringValue ?? "", $0["title"]?.stringValue ?? "") }
        tell(samples, name, call)
    }

    private static func tell(_ samples: [(id: String, title: String)], _ name: String, _ call: Invocation) {
        call.console.line("Wrote \(samples.count) runs into project \(Text.clean(name)):")
        for sample in samples { call.console.line("  \(Text.clean(sample.id))  \(Text.clean(sample.title))") }
        call.console.line("Look at them with `hindcast trace list` and `hindcast trace show <trace>`.")
    }
}
