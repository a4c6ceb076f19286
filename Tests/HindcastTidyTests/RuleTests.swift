import Testing

/// Each rule against invented files: one it must object to, beside one it must leave alone.
@Suite("The tidy rules can fail")
struct RuleTests {
    private func lines(
        _ rule: (Checkout) -> [Finding], _ text: String,
        at path: String = "Sources/HindcastEngine/Recorder.swift",
        isExecutable: Bool = false
    ) -> [Int] {
        rule(Checkout(files: [Checkout.File(path: path, text: text, isExecutable: isExecutable)])).map(\.line)
    }

    @Test(
        "An import from the same row or a row above is found",
        arguments: [
            ("Sources/HindcastStore/A.swift", "HindcastEngine"),
            ("Sources/Products/HindcastOTLP/A.swift", "HindcastNative"),
            ("Sources/Products/HindcastOTLP/A.swift", "HindcastStoreSQLite"),
            ("Sources/HindcastCLI/A.swift", "HindcastNet"),
            ("Sources/HindcastEngine/A.swift", "CSQLite"),
            ("Sources/HindcastEngine/A.swift", "HindcastInvented"),
            ("Sources/HindcastInvented/A.swift", "HindcastJSON"),
        ])
    func layers(path: String, module: String) {
        #expect(lines(SourceRules.layers, "// \(module)\npublic import \(module)\n", at: path) == [2])
        #expect(lines(SourceRules.layers, "import struct \(module).Thing\n", at: path) == [1])
        #expect(lines(SourceRules.layers, "let text = \"import \(module)\"\n", at: path) == [])
    }

    @Test("Imports from lower rows, and everything in the composition root, are allowed")
    func allowedLayers() {
        let engine = "import Glibc\nimport HindcastStore\npublic import HindcastModel\n"
        #expect(lines(SourceRules.layers, engine) == [])
        let root = "import HindcastNet\nimport HindcastStoreSQLite\nimport HindcastOTLP\n"
        #expect(lines(SourceRules.layers, root, at: "Sources/hindcast/Main.swift") == [])
    }

    @Test("A file one line too long is found, and one at the limit is not")
    func fileLengths() {
        let line = "let a = 1\n"
        #expect(lines(SourceRules.fileLengths, String(repeating: line, count: 601)) == [601])
        #expect(lines(SourceRules.fileLengths, String(repeating: line, count: 600)) == [])
    }

    private func function(lines count: Int) -> String {
        "func walk() {\n" + String(repeating: "    step(\"}\") // }\n", count: count - 2) + "}\n"
    }

    @Test("A function just over the limit is found even when listed, a long one only when it is not")
    func functionLengths() {
        func find(_ count: Int, _ allowed: [String: Int]) -> [Finding] {
            let file = Checkout.File(path: "A.swift", text: function(lines: count))
            return SourceRules.functionLengths(Checkout(files: [file]), allowed: allowed)
        }
        #expect(find(60, [:]).isEmpty)
        #expect(find(61, [:]).map(\.line) == [1])
        #expect(find(70, ["A.swift walk": 70]).count == 2)
        #expect(find(100, [:]).count == 1)
        #expect(find(100, ["A.swift walk": 100]).isEmpty)
        #expect(find(100, ["A.swift walk": 99]).count == 2)
        #expect(find(100, ["A.swift walk": 101]).map(\.path) == ["A.swift walk"])
        #expect(find(10, ["A.swift gone": 100]).map(\.path) == ["A.swift gone"])
    }

    @Test("Functions are found through strings, comments, requirements and default closures")
    func functionFinder() {
        let text = #"""
            protocol Port {
                func open() throws -> Int
                init(_ path: String)
            }
            struct File: Port {
                /* func hidden() { /* } */ { */
                init(_ path: String) {
                    self.init(other: "\(path + ")")")
                }
                func open(then act: () -> Void = { work() }) -> Int {
                    let raw = #"}"{"#
                    return """
                        } "func"
                        """.count
                }
            }
            """#
        let found = SwiftText(text).functions
        #expect(found.map(\.name) == ["init", "open"])
        #expect(found.map(\.line) == [7, 10])
        #expect(found.map(\.lineCount) == [3, 6])
    }

    @Test("A placeholder file is found")
    func deadFiles() {
        #expect(lines(SourceRules.deadFiles, "// struct HindcastEngine\nimport HindcastModel\n") == [1])
        #expect(lines(SourceRules.deadFiles, "package enum Recorder {}\n") == [])
    }

    @Test("A fixture that no test names is found")
    func deadFixtures() {
        let used = Checkout.File(path: "Tests/ATests/Fixtures/used.json", text: "{}")
        let unused = Checkout.File(path: "Tests/ATests/Fixtures/unused.json", text: "{}")
        let folder = Checkout.File(path: "Tests/ATests/Fixtures/dialects/one.json", text: "{}")
        let test = Checkout.File(
            path: "Tests/ATests/ATests.swift", text: "let names = [\"used\", \"dialects\"]")
        let findings = SourceRules.deadFixtures(Checkout(files: [used, unused, folder, test]))
        #expect(findings.map(\.path) == [unused.path])
    }

    @Test("A file named after nothing in it is found")
    func fileNames() {
        #expect(lines(SourceRules.fileNames, "struct Writer {}\n") == [1])
        let path = "Sources/HindcastEngine/Recorder+commit.swift"
        #expect(lines(SourceRules.fileNames, "extension Engine.Recorder {}\n", at: path) == [])
        #expect(lines(SourceRules.fileNames, "func write() {}\n") == [])
    }

    @Test("A type named after nothing it does is found")
    func typeNames() {
        #expect(lines(SourceRules.typeNames, "\nfinal class SpanManager {}\nenum TextUtil {}\n") == [2, 3])
        #expect(lines(SourceRules.typeNames, "struct Manageress {}\nlet utilHelper = 1\n") == [])
    }

    @Test(
        "Work put off is found in comments of Swift and of scripts, and not in strings",
        arguments: ["TO" + "DO", "XX" + "X"])
    func markers(word: String) {
        #expect(lines(LeftoverRules.markers, "let a = 1\n// \(word): later\n") == [2])
        #expect(lines(LeftoverRules.markers, "let a = \"\(word)\"\n") == [])
        #expect(
            lines(LeftoverRules.markers, "#!/bin/sh\ntrue # \(word)\n", at: "Scripts/a", isExecutable: true)
                == [2])
    }

    @Test(
        "A forbidden call is found",
        arguments: [
            "try! work()", "a as! B", "print(1)", "final class A: @unchecked Sendable {}",
            "nonisolated(unsafe) var a = 1",
        ])
    func calls(code: String) {
        #expect(lines(LeftoverRules.calls, "\n\(code)\n") == [2])
        #expect(lines(LeftoverRules.calls, "// \(code)\n") == [])
    }

    @Test("What one place may do is not an offence there, and another word's tail is none anywhere")
    func allowedCalls() {
        #expect(lines(LeftoverRules.calls, "print(1)\n", at: "Sources/HindcastCLI/A.swift") == [])
        let unchecked = "final class A: @unchecked Sendable {}\n"
        #expect(lines(LeftoverRules.calls, unchecked, at: "Sources/HindcastNet/A.swift") == [])
        #expect(lines(LeftoverRules.calls, unchecked, at: "Tests/TestKit/A.swift") == [1])
        #expect(lines(LeftoverRules.calls, "fingerprint(1)\nb has!\n") == [])
    }

    @Test(
        "A test that sleeps is found",
        arguments: ["sleep(1)", "usleep(1)", "try await Task.sleep(for: .seconds(1))"])
    func sleeps(code: String) {
        #expect(lines(LeftoverRules.calls, code, at: "Tests/HindcastNetTests/A.swift") == [1])
    }

    @Test("The whole of Foundation is found, its essentials are not")
    func imports() {
        #expect(
            lines(LeftoverRules.imports, "import FoundationEssentials\npublic import Foundation\n") == [2])
    }

    @Test("Blanks at the end of a line and tabs are found")
    func blanks() {
        #expect(lines(LeftoverRules.blanks, "let a = 1 \n\tlet b = 2\nlet c = 3\n") == [1, 2])
        #expect(lines(LeftoverRules.blanks, "all:\n\ttrue\n", at: "Makefile") == [])
    }

    @Test("A line one character too long is found")
    func lineLengths() {
        let limit = String(repeating: "a", count: 120)
        #expect(lines(LeftoverRules.lineLengths, "\(limit)\n\(limit)a\n") == [2])
    }

    @Test("A document without a title, with a late one or with two is found")
    func titles() {
        #expect(lines(DocumentRules.titles, "text\n", at: "A.md") == [1])
        #expect(lines(DocumentRules.titles, "\n# Late\n", at: "A.md") == [1])
        #expect(lines(DocumentRules.titles, "# One\n```\n# code\n```\n# Two\n", at: "A.md") == [5])
    }

    @Test("A link that leads nowhere is found")
    func links() {
        let text = "# A\n[there](../A.md#part) [web](https://example.org/x) [here](#a)\n[gone](Gone.md)\n"
        let files = [
            Checkout.File(path: "Docs/B.md", text: text), Checkout.File(path: "A.md", text: "# A\n"),
        ]
        #expect(DocumentRules.links(Checkout(files: files)).map(\.line) == [3])
    }

    @Test("A changelog out of form is found")
    func changelog() {
        let good = "# Changelog\n\n## 0.2.0 (unreleased)\n\n### Features\n\n- One.\n\n## 0.1.0 (2030-01-31)\n"
        #expect(lines(DocumentRules.changelog, good, at: "CHANGELOG.md") == [])
        let bad = "# Changelog\n## Next\n- Loose.\n### Features\n### Safety and speed\n### Bits\n"
        #expect(lines(DocumentRules.changelog, bad, at: "CHANGELOG.md") == [2, 3, 5, 6])
        #expect(lines(DocumentRules.changelog, "# Changelog\n", at: "CHANGELOG.md") == [1])
        #expect(DocumentRules.changelog(Checkout(files: [])).count == 1)
    }

    @Test("A script that cannot be run is found")
    func runBits() {
        #expect(lines(DocumentRules.runBits, "#!/bin/sh\n", at: "Scripts/a") == [1])
        #expect(lines(DocumentRules.runBits, "true\n", at: "Tests/Clients/run", isExecutable: true) == [1])
        #expect(lines(DocumentRules.runBits, "#!/bin/sh\n", at: "Scripts/a", isExecutable: true) == [])
    }
}
