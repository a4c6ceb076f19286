/// Rules about documents and scripts: titles, links, the changelog, run bits.
enum DocumentRules {
    /// The groups of a release in the changelog, in the order in which they may appear.
    static let changelogGroups = ["Safety and speed", "Features", "Fixes", "Internals"]

    /// The lines outside fenced code, with their numbers.
    private static func prose(of file: Checkout.File) -> [(number: Int, text: Substring)] {
        var isCode = false
        return file.lines.enumerated().compactMap { index, line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isCode.toggle()
                return nil
            }
            return isCode ? nil : (index + 1, line)
        }
    }

    static func titles(_ checkout: Checkout) -> [Finding] {
        checkout.markdown.flatMap { file -> [Finding] in
            let titles = prose(of: file).filter { $0.text.hasPrefix("# ") }
            guard let first = titles.first else {
                return [Finding(path: file.path, line: 1, message: "has no title")]
            }
            let early =
                first.number == 1
                ? [] : [Finding(path: file.path, line: 1, message: "must open with its title")]
            return early
                + titles.dropFirst().map {
                    Finding(path: file.path, line: $0.number, message: "a second title; use ##")
                }
        }
    }

    static func links(_ checkout: Checkout) -> [Finding] {
        checkout.markdown.flatMap { file in
            prose(of: file).flatMap { number, line in
                targets(in: line).compactMap { target in
                    guard let path = resolve(target, from: file.path), !checkout.paths.contains(path) else {
                        return nil
                    }
                    return Finding(
                        path: file.path, line: number, message: "link to \(target), which is not there")
                }
            }
        }
    }

    private static func targets(in line: Substring) -> [Substring] {
        line.ranges(of: "](").compactMap { range in
            let rest = line[range.upperBound...]
            return rest.firstIndex(of: ")").map { rest[..<$0] }
        }
    }

    /// The path from the root, or nil for a link that leaves the repository or stays on the page.
    private static func resolve(_ target: Substring, from file: String) -> String? {
        guard !target.contains("://"), !target.hasPrefix("mailto:"), !target.hasPrefix("#") else {
            return nil
        }
        let path = target.split(separator: "#", omittingEmptySubsequences: false).first ?? target
        var parts = path.hasPrefix("/") ? [] : file.split(separator: "/").dropLast()
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    static func changelog(_ checkout: Checkout) -> [Finding] {
        let path = "CHANGELOG.md"
        guard let file = checkout.files.first(where: { $0.path == path }) else {
            return [Finding(path: path, line: 1, message: "is missing")]
        }
        var findings: [Finding] = []
        var releases = 0
        var group: String?
        for (number, line) in prose(of: file) {
            func report(_ message: String) {
                findings.append(Finding(path: path, line: number, message: message))
            }
            if line.hasPrefix("## ") {
                releases += 1
                group = nil
                if !isRelease(line.dropFirst(3)) {
                    report("a release reads '## 1.2.3 (2030-01-31)' or '## 1.2.3 (unreleased)'")
                }
            } else if line.hasPrefix("### ") {
                let next = String(line.dropFirst(4))
                let before = group.flatMap { changelogGroups.firstIndex(of: $0) } ?? -1
                if (changelogGroups.firstIndex(of: next) ?? -1) <= before {
                    report("groups are, in this order: \(changelogGroups.joined(separator: ", "))")
                }
                group = next
            } else if line.hasPrefix("- "), group == nil {
                report("an entry belongs to a group")
            }
        }
        if releases == 0 { findings.append(Finding(path: path, line: 1, message: "names no release")) }
        return findings
    }

    private static func isRelease(_ text: Substring) -> Bool {
        let words = text.split(separator: " ")
        guard words.count == 2, words[1].first == "(", words[1].last == ")" else { return false }
        let version = words[0].split(separator: ".", omittingEmptySubsequences: false)
        let date = words[1].dropFirst().dropLast()
        let isDate =
            date.split(separator: "-").map(\.count) == [4, 2, 2]
            && date.allSatisfy { $0.isNumber || $0 == "-" }
        return version.count == 3 && version.allSatisfy { Int($0) != nil } && (date == "unreleased" || isDate)
    }

    static func runBits(_ checkout: Checkout) -> [Finding] {
        checkout.files.compactMap { file in
            let mustRun = file.path.hasPrefix("Scripts/") || file.path.hasPrefix(".ci/") || file.name == "run"
            guard mustRun else { return nil }
            if !file.text.hasPrefix("#!") {
                return Finding(path: file.path, line: 1, message: "names no interpreter")
            }
            return file.isExecutable ? nil : Finding(path: file.path, line: 1, message: "is not executable")
        }
    }
}
