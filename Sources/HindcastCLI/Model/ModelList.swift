import HindcastEngine
import HindcastJSON

/// `hindcast model list`
enum ModelList {
    static let command = Command(
        path: ["model", "list"], summary: "Show the text models that are installed.",
        options: [.data, .json],
        run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let models = ModelStore(dataFolder: try call.folder()).models
        if call.isJSON {
            return call.printJSON { writer in
                writer.object { $0.array("items", models) { $1.write(to: &$0) } }
            }
        }
        guard !models.isEmpty else {
            return call.console.line("No models yet; `hindcast model install` puts one here.")
        }
        var table = Table([
            .init(title: "MODEL"), .init(title: "DIMENSION", isRight: true),
            .init(title: "SIZE", isRight: true),
            .init(title: "FOLDER", isFlexible: true),
        ])
        for model in models {
            table.add([
                .init(model.name), .init(String(model.dimension)), .init(Text.bytes(Int64(model.bytes))),
                .init(model.folder),
            ])
        }
        table.print(on: call.console)
    }
}

extension ModelStore.Model {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("dimension", dimension)
            writer.member("bytes", bytes)
            writer.member("folder", folder)
        }
    }
}
