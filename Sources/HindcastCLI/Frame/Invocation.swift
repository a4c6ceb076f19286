import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// A command with what it was called with.
struct Invocation: Sendable {
    let environment: Environment
    let operands: [String]
    /// Flags by name; a flag without a value has the empty text.
    let options: [String: String]

    var console: Console { environment.console }
    var isJSON: Bool { has("json") }

    func has(_ name: String) -> Bool { options[name] != nil }

    subscript(_ name: String) -> String? { options[name] }

    func number(_ name: String, default value: Int, in range: ClosedRange<Int>) throws(CommandFailure) -> Int
    {
        guard let text = self[name] else { return value }
        guard let number = Int(text), range.contains(number) else {
            throw .usage(
                "--\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"."
            )
        }
        return number
    }

    /// The value of an option that has choices; the parser has checked it.
    func choice<Choice: RawRepresentable<String>>(_ name: String, default value: Choice) -> Choice {
        self[name].flatMap(Choice.init(rawValue:)) ?? value
    }

    /// The data folder as an absolute or relative path, `~` resolved.
    func folder() throws(CommandFailure) -> String {
        let given = self["data"] ?? "~/.hindcast"
        guard given == "~" || given.hasPrefix("~/") else { return given }
        guard let home = environment.variables["HOME"], !home.isEmpty else {
            throw .usage("HOME is not set, so ~/.hindcast has no place; say --data DIR.")
        }
        return home + given.dropFirst()
    }

    // MARK: The store

    /// Opens the store, does the work and closes it.
    /// - Parameter request: method and path of the native API that does the same, for when a server holds the folder.
    func withStore(
        _ use: FolderUse, instead request: (method: String, path: String)? = nil,
        _ work: (any Store) async throws(CommandFailure) -> Void
    ) async throws(CommandFailure) {
        let folder = try folder()
        let store: any Store
        do throws(StoreError) {
            store = try await environment.openStore(folder, use)
        } catch {
            throw failure(error, folder, request)
        }
        do throws(CommandFailure) {
            try await work(store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    private func failure(
        _ error: StoreError, _ folder: String, _ request: (method: String, path: String)?
    ) -> CommandFailure {
        guard case .locked = error, let server = environment.runningServer(folder) else {
            return CommandFailure(error)
        }
        guard let request else {
            return .folder("The server at \(server) uses \(folder); stop it first.")
        }
        return .folder(
            "The server at \(server) uses \(folder); let it do the work: "
                + "curl -X \(request.method) '\(server)/api/hindcast/v1\(request.path)'")
    }

    /// The project named by `--project`.
    func project(in store: any Store) async throws(CommandFailure) -> Project {
        let name = self["project"] ?? Project.defaultName
        let found = try await told { () async throws(StoreError) in try await store.project(named: name) }
        guard let found else {
            throw .failed("There is no project \"\(name)\"; `hindcast project list` shows all.")
        }
        return found
    }

    /// Turns a store's error into the command's.
    func told<Value>(_ work: () async throws(StoreError) -> Value) async throws(CommandFailure) -> Value {
        do throws(StoreError) {
            return try await work()
        } catch {
            throw CommandFailure(error)
        }
    }

    func administration(_ store: any Store) -> Administration {
        Administration(traces: store, records: store, editor: QuietStore(store), time: environment.time)
    }

    func mustBeSure(_ what: String) throws(CommandFailure) {
        guard has("yes") else { throw .usage("\(what) cannot be undone; say --yes to do it.") }
    }

    // MARK: Output

    func printJSON(_ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(reserving: 4096)
        write(&writer)
        console.line(String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension String {
    /// Whom the audit record names for acts of the command line.
    static let commandLine = "command line"
}
