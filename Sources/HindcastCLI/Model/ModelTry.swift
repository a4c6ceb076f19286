import HindcastEngine
import HindcastJSON

/// `hindcast model try`
enum ModelTry {
    static let command = Command(
        path: ["model", "try"], summary: "Show how similar texts are to the first, by the installed model.",
        operands: [.init(name: "text", help: "Two or more, to be compared.", isRepeated: true)],
        options: [.data, .init(name: "json", help: "Print the vectors themselves.")], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let vectors = try await vectors(call)
        if call.isJSON {
            return call.printJSON { writer in
                writer.object { writer in
                    writer.member("model", MiniLM.modelName)
                    writer.array("vectors", vectors) { writer, vector in
                        writer.beginArray()
                        for component in vector { writer.double(Double(component)) }
                        writer.endArray()
                    }
                }
            }
        }
        var table = Table([.init(title: "SIMILARITY", isRight: true), .init(title: "TEXT", isFlexible: true)])
        for (text, vector) in zip(call.operands, vectors) {
            let similarity = zip(vectors[0], vector).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            table.add([.init(Text.fixed(Double(similarity), 3)), .init(text)])
        }
        table.print(on: call.console)
    }

    private static func vectors(_ call: Invocation) async throws(CommandFailure) -> [[Float]] {
        let store = ModelStore(dataFolder: try call.folder())
        do {
            return try await store.miniLM().vectors(of: call.operands, state: nil)
        } catch let error as ModelError {
            throw .failed(error.sentence)
        } catch {
            throw .failed("\(error)")
        }
    }
}
