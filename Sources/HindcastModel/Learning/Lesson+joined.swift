extension Lesson {
    /// Its parts as one text, for a lesson that was told in parts: each in a line of its own, those that say nothing
    /// left out.
    public var joined: String {
        let parts = [
            ("", summary), ("Key mistake: ", keyMistake), ("Correct action: ", correctAction),
            ("Guidance: ", guidance), ("Tools: ", applicableTools.joined(separator: ", ")),
        ]
        return parts.filter { !$0.1.isEmpty }.map { $0.0 + $0.1 }.joined(separator: "\n")
    }
}
