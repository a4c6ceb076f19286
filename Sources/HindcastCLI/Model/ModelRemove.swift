import HindcastEngine

/// `hindcast model remove`
enum ModelRemove {
    static let command = Command(
        path: ["model", "remove"], summary: "Remove a text model.",
        details:
            "A server that uses it goes on until it is started again, and then refuses to start without it.",
        operands: [.init(name: "model", help: "Its name, as `model list` shows it.")], options: [.data],
        run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let name = call.operands[0]
        let store = ModelStore(dataFolder: try call.folder())
        do throws(ModelError) {
            try store.remove(name)
        } catch {
            throw .failed(Text.clean(error.sentence))
        }
        call.console.line("Removed \(Text.clean(name)).")
    }
}
