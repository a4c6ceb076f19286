import Testing

/// The repository as it stands, against every rule. A failure prints each finding as file:line.
@Suite("The checkout is tidy")
struct TidyTests {
    private func expectClean(_ rule: (Checkout) -> [Finding], location: SourceLocation = #_sourceLocation) {
        let findings = rule(.current)
        guard !findings.isEmpty else { return }
        let text = findings.map(\.description).joined(separator: "\n")
        Issue.record("\n\(text)", sourceLocation: location)
    }

    @Test("The rules see the whole repository")
    func theCheckoutIsRead() {
        #expect(Checkout.current.paths.contains("Package.swift"))
        #expect(Checkout.current.swift.contains { $0.path == "Tests/HindcastTidyTests/TidyTests.swift" })
        #expect(Checkout.current.files.contains { $0.path == "Scripts/check" && $0.isExecutable })
    }

    @Test("Each target imports only from rows below it")
    func layers() { expectClean(SourceRules.layers) }

    @Test("No Swift file is longer than 600 lines")
    func fileLengths() { expectClean(SourceRules.fileLengths) }

    @Test("No function is longer than 60 lines, except those on a list that only shrinks")
    func functionLengths() { expectClean { SourceRules.functionLengths($0) } }

    @Test("Every Swift file declares something")
    func deadFiles() { expectClean(SourceRules.deadFiles) }

    @Test("Every fixture is named by a test")
    func deadFixtures() { expectClean(SourceRules.deadFixtures) }

    @Test("A source file is named after what is in it")
    func fileNames() { expectClean(SourceRules.fileNames) }

    @Test("No type is called a manager, helper or utility")
    func typeNames() { expectClean(SourceRules.typeNames) }

    @Test("No comment puts work off")
    func markers() { expectClean(LeftoverRules.markers) }

    @Test("Forced tries, forced casts, stray prints, unchecked sharing and sleeping tests are absent")
    func calls() { expectClean(LeftoverRules.calls) }

    @Test("Nothing imports the whole of Foundation")
    func imports() { expectClean(LeftoverRules.imports) }

    @Test("No line ends in a blank and no Swift line holds a tab")
    func blanks() { expectClean(LeftoverRules.blanks) }

    @Test("No Swift line is longer than 120 characters")
    func lineLengths() { expectClean(LeftoverRules.lineLengths) }

    @Test("Every document opens with its one title")
    func titles() { expectClean(DocumentRules.titles) }

    @Test("Every link between documents leads somewhere")
    func links() { expectClean(DocumentRules.links) }

    @Test("The changelog keeps its form")
    func changelog() { expectClean(DocumentRules.changelog) }

    @Test("Every script can be run")
    func runBits() { expectClean(DocumentRules.runBits) }
}
