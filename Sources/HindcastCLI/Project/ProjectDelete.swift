import HindcastEngine
import HindcastStore

/// `hindcast project delete`
enum ProjectDelete {
    static let command = Command(
        path: ["project", "delete"], summary: "Delete a project with all its traces and keys.",
        operands: [.init(name: "name", help: "The project.")], options: [.data, .yes], run: run)

    private static func run(_ call: Invocation) async throws(CommandFailure) {
        let name = call.operands[0]
        try call.mustBeSure("Deleting project \"\(Text.clean(name))\"")
        try await call.withStore(.exclusive, instead: ("DELETE", "/projects/\(name.percentEncoded)")) {
            store throws(CommandFailure) in
            let isDeleted = try await call.told { () async throws(StoreError) in
                try await call.administration(store).deleteProject(named: name, actor: .commandLine)
            }
            guard isDeleted else { throw .failed("There is no project \"\(Text.clean(name))\".") }
            call.console.line("Project \(Text.clean(name)) is deleted; `hindcast gc` gives its space back.")
        }
    }
}

extension String {
    /// For a place in a URL's path or query.
    var percentEncoded: String {
        let digits = Array("0123456789ABCDEF")
        return utf8.map { byte -> String in
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }.joined()
    }
}
