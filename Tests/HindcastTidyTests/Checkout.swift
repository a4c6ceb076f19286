import FoundationEssentials

/// The files of this repository, read once, as the tidy rules see them.
struct Checkout: Sendable {
    /// One file: its path from the root, with `/`, and what is in it.
    struct File: Sendable {
        let path: String
        let text: String
        let isExecutable: Bool
        let swift: SwiftText?
        /// Kept, since many rules walk them.
        let lines: [Substring]

        init(path: String, text: String, isExecutable: Bool = false) {
            self.path = path
            self.text = text
            self.isExecutable = isExecutable
            self.swift = path.hasSuffix(".swift") ? SwiftText(text) : nil
            self.lines = SwiftText.lines(Array(text.utf8))
        }

        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
        var isSource: Bool { path.hasPrefix("Sources/") }
        var isTest: Bool { path.hasPrefix("Tests/") }

        /// The target a file under `Sources/` belongs to.
        var module: String? {
            let parts = path.split(separator: "/")
            guard parts.count > 2, parts[0] == "Sources" else { return nil }
            let nested = parts[1] == "Products" || parts[1] == "C"
            return nested ? (parts.count > 3 ? String(parts[2]) : nil) : String(parts[1])
        }
    }

    let files: [File]
    /// Every path, also of files that are not text.
    let paths: Set<String>

    var swift: [File] { files.filter { $0.swift != nil } }
    var markdown: [File] { files.filter { $0.path.hasSuffix(".md") } }

    init(files: [File], paths: Set<String>? = nil) {
        self.files = files
        self.paths = paths ?? Set(files.map(\.path))
    }

    /// The checkout this test was compiled from.
    static let current: Checkout = {
        let root = String(#filePath.dropLast("/Tests/HindcastTidyTests/Checkout.swift".count))
        return Checkout(root: root)
    }()

    /// Built or fetched things, which no rule is about.
    private static let skipped: Set<String> = [
        ".git", ".build", ".swiftpm", ".work", ".venv", "venv", "node_modules", "__pycache__",
    ]

    /// Fixtures may be large; no rule reads further than their names.
    private static let textBytesMax = 1 << 20

    private init(root: String) {
        var files: [File] = []
        var paths: Set<String> = []
        var folders = [""]
        let disk = FileManager.default
        while let folder = folders.popLast() {
            let names = (try? disk.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
            for name in names where !Self.skipped.contains(name) {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                var isFolder = false
                guard disk.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder) else { continue }
                paths.insert(path)
                guard !isFolder else {
                    folders.append(path)
                    continue
                }
                guard let bytes = disk.contents(atPath: "\(root)/\(path)"), bytes.count <= Self.textBytesMax,
                    let text = String(validating: bytes, as: UTF8.self)
                else { continue }
                files.append(
                    File(
                        path: path, text: text,
                        isExecutable: disk.isExecutableFile(atPath: "\(root)/\(path)")))
            }
        }
        self.files = files.sorted { $0.path < $1.path }
        self.paths = paths
    }
}
