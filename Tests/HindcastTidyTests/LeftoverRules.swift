/// Rules about single lines: markers, forbidden calls, blanks, lengths.
enum LeftoverRules {
    static let lineLengthMax = 120

    private static let markers: Set<String> = ["TODO", "FIXME", "XXX", "HACK"]

    /// Places where output goes to a terminal by design.
    private static let printers: Set<String> = ["HindcastCLI", "hindcast", "hindcast-dev"]

    /// Places that hand memory to C and guard it by other means than the compiler's.
    private static let uncheckers: Set<String> = ["HindcastNet", "HindcastStoreSQLite"]

    static func markers(_ checkout: Checkout) -> [Finding] {
        checkout.files.flatMap { file -> [Finding] in
            let isScript = file.isExecutable || file.path.hasSuffix(".py") || file.name == "Makefile"
            guard file.swift != nil || isScript else { return [] }
            let comments =
                file.swift?.commentLines ?? file.lines.map { $0[($0.firstIndex(of: "#") ?? $0.endIndex)...] }
            return comments.enumerated().flatMap { index, line in
                line.split { !($0.isLetter || $0 == "_") }.filter { markers.contains(String($0)) }.map {
                    Finding(
                        path: file.path, line: index + 1,
                        message: "\($0): do it, or write it in Docs/Roadmap.md")
                }
            }
        }
    }

    static func calls(_ checkout: Checkout) -> [Finding] {
        checkout.swift.flatMap { file -> [Finding] in
            let bans = bans(for: file)
            return (file.swift?.codeLines ?? []).enumerated().flatMap { index, line in
                bans.filter { ban in contains(line, ban.text) }.map {
                    Finding(path: file.path, line: index + 1, message: "\($0.text): \($0.reason)")
                }
            }
        }
    }

    private static func bans(for file: Checkout.File) -> [(text: String, reason: String)] {
        var bans = [
            (text: "try!", reason: "throw, or handle the error"),
            (text: "as!", reason: "use as? and handle the other case"),
            (text: "nonisolated(unsafe)", reason: "give the value an owner"),
        ]
        let module = file.module ?? ""
        if file.isSource, !printers.contains(module) {
            bans.append((text: "print(", reason: "only the command line writes to the terminal"))
        }
        if !file.path.hasPrefix("Sources/C/"), !uncheckers.contains(module) {
            bans.append((text: "@unchecked Sendable", reason: "only beside C libraries"))
        }
        if file.isTest {
            bans.append((text: "sleep(", reason: "wait for an event, not for time"))
            bans.append((text: "usleep(", reason: "wait for an event, not for time"))
        }
        return bans
    }

    /// True if `text` stands in `line` and is not the tail of a longer word.
    private static func contains(_ line: Substring, _ text: String) -> Bool {
        guard holds(line, text) else { return false }
        return line.ranges(of: text).contains { range in
            guard range.lowerBound > line.startIndex, text.first?.isLetter == true else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || before == "_")
        }
    }

    /// Whether the bytes of `text` stand somewhere in `line`; rules out nearly every line quickly.
    private static func holds(_ line: Substring, _ text: String) -> Bool {
        guard let first = text.utf8.first else { return true }
        var rest = line.utf8
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: text.utf8) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    static func imports(_ checkout: Checkout) -> [Finding] {
        checkout.swift.flatMap { file in
            (file.swift?.codeLines ?? []).enumerated().compactMap { index, line in
                let words = line.split(separator: " ")
                guard words.last == "Foundation", words.dropLast().last == "import" else { return nil }
                return Finding(
                    path: file.path, line: index + 1, message: "full Foundation; FoundationEssentials at most"
                )
            }
        }
    }

    static func blanks(_ checkout: Checkout) -> [Finding] {
        checkout.files.filter { $0.swift != nil || $0.path.hasSuffix(".md") || $0.isExecutable }.flatMap {
            file in
            file.lines.enumerated().compactMap { index, line -> Finding? in
                let path = file.path
                if let last = line.utf8.last, " \t\r".utf8.contains(last) {
                    return Finding(path: path, line: index + 1, message: "blank at the end of the line")
                }
                if file.swift != nil, line.utf8.contains(UInt8(ascii: "\t")) {
                    return Finding(path: path, line: index + 1, message: "a tab; indent with spaces")
                }
                return nil
            }
        }
    }

    static func lineLengths(_ checkout: Checkout) -> [Finding] {
        checkout.swift.flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                // Bytes are at least as many as characters, and cost nothing to count.
                guard line.utf8.count > lineLengthMax, line.count > lineLengthMax else { return nil }
                let message = "\(line.count) characters; at most \(lineLengthMax)"
                return Finding(path: file.path, line: index + 1, message: message)
            }
        }
    }
}
