/// Rules about the shape of Swift files: layers, lengths, names, dead files.
enum SourceRules {
    static let fileLinesMax = 600
    static let functionLinesMax = 60
    /// Up to here a function is "just over the line" and is shortened, never listed.
    static let functionLinesListable = 80

    /// Functions that want to be long, by "path name", with the length they may have. This list may only shrink.
    static let longFunctions: [String: Int] = [:]

    static func layers(_ checkout: Checkout) -> [Finding] {
        var findings: [Finding] = []
        for file in checkout.swift {
            guard let module = file.module, let swift = file.swift else { continue }
            for (index, line) in swift.codeLines.enumerated() {
                let words = line.split { $0 == " " || $0 == "." }
                guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
                    words[..<keyword].allSatisfy({ $0.first == "@" || accessLevels.contains(String($0)) })
                else { continue }
                let kinds: Set<Substring> = [
                    "struct", "class", "enum", "protocol", "func", "var", "typealias",
                ]
                let next = keyword + 1
                let target =
                    kinds.contains(words[next]) && next + 1 < words.count ? words[next + 1] : words[next]
                if let objection = FloorPlan.objection(to: String(target), in: module) {
                    findings.append(Finding(path: file.path, line: index + 1, message: objection))
                }
            }
        }
        return findings
    }

    private static let accessLevels: Set<String> = [
        "public", "package", "internal", "fileprivate", "private",
    ]

    static func fileLengths(_ checkout: Checkout) -> [Finding] {
        checkout.swift.compactMap { file in
            let count = file.lines.count - 1
            guard count > fileLinesMax else { return nil }
            return Finding(path: file.path, line: count, message: "\(count) lines; at most \(fileLinesMax)")
        }
    }

    static func functionLengths(_ checkout: Checkout, allowed: [String: Int] = longFunctions) -> [Finding] {
        var findings: [Finding] = []
        var unused = allowed
        for file in checkout.swift {
            for function in file.swift?.functions ?? [] where function.lineCount > functionLinesMax {
                let key = "\(file.path) \(function.name)"
                let permitted = allowed[key] ?? 0
                if function.lineCount > functionLinesListable, function.lineCount <= permitted {
                    if function.lineCount == permitted { unused[key] = nil }
                    continue
                }
                findings.append(
                    Finding(
                        path: file.path, line: function.line,
                        message:
                            "\(function.name) has \(function.lineCount) lines; at most \(functionLinesMax)"))
            }
        }
        for key in unused.keys.sorted() {
            let message =
                "the allow list says \(unused[key] ?? 0) lines, which is too generous: lower or remove it"
            findings.append(Finding(path: key, line: 1, message: message))
        }
        return findings
    }

    /// The keywords that make a file worth having.
    private static let declarations = [
        "struct", "class", "enum", "actor", "protocol", "extension", "func", "var", "let", "typealias",
    ]

    static func deadFiles(_ checkout: Checkout) -> [Finding] {
        checkout.swift.compactMap { file in
            guard let code = file.swift?.codeLines else { return nil }
            let isAlive = code.contains { line in
                line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
                    .contains { declarations.contains(String($0)) }
                    || line.contains("@_exported")
            }
            return isAlive ? nil : Finding(path: file.path, line: 1, message: "declares nothing")
        }
    }

    /// A fixture counts as used if its name, with or without its ending, or its folder's name stands in a test.
    static func deadFixtures(_ checkout: Checkout) -> [Finding] {
        let readers = checkout.files
            .filter { $0.path.hasSuffix(".swift") || $0.path.hasSuffix(".py") || $0.isExecutable }
            .filter { !$0.path.contains("/Fixtures/") }
            .map(\.text)
        return checkout.paths.sorted().compactMap { path in
            guard let range = path.firstRange(of: "/Fixtures/"), !path.hasSuffix("/.gitkeep"),
                !checkout.paths.contains(where: { $0.hasPrefix(path + "/") })
            else { return nil }
            let parts = path[range.upperBound...].split(separator: "/").map(String.init)
            let name = parts.last ?? path
            let stem = name.split(separator: ".").first.map(String.init) ?? name
            let names = [name, stem] + parts.dropLast()
            let isUsed = readers.contains { text in names.contains { text.contains($0) } }
            return isUsed ? nil : Finding(path: path, line: 1, message: "no test names this fixture")
        }
    }

    private static let typeKeywords: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "typealias",
    ]

    /// The names that follow a declaring keyword, by line; of a dotted name every part.
    private static func declared(in file: Checkout.File, keywords: Set<String>) -> [(
        line: Int, names: [String]
    )] {
        var found: [(line: Int, names: [String])] = []
        for (index, line) in (file.swift?.codeLines ?? []).enumerated() {
            let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
            for (keyword, name) in zip(words, words.dropFirst()) where keywords.contains(String(keyword)) {
                found.append((index + 1, name.split(separator: ".").map(String.init)))
            }
        }
        return found
    }

    /// A file that holds functions only is named after their subject, which no rule can know.
    static func fileNames(_ checkout: Checkout) -> [Finding] {
        checkout.swift.compactMap { file in
            guard file.isSource else { return nil }
            let base =
                file.name.dropLast(".swift".count).split(separator: "+").first.map(String.init) ?? file.name
            let names = declared(in: file, keywords: typeKeywords.union(["extension"])).flatMap(\.names)
            return names.isEmpty || names.contains(base)
                ? nil
                : Finding(path: file.path, line: 1, message: "declares or extends nothing named \(base)")
        }
    }

    static func typeNames(_ checkout: Checkout) -> [Finding] {
        let banned = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"]
        return checkout.swift.flatMap { file in
            declared(in: file, keywords: typeKeywords).flatMap { line, names in
                names.filter { name in banned.contains { name.hasSuffix($0) } }.map {
                    Finding(path: file.path, line: line, message: "\($0) says nothing; name what it does")
                }
            }
        }
    }
}
