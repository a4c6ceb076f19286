import HindcastJSON

/// A reviewed run as text to read.
enum ReviewText {
    static func show(_ run: JSON, _ call: Invocation) {
        if call.isJSON {
            call.printJSON { $0.value(run) }
            return
        }
        let console = call.console
        console.line(console.styled(Text.clean(run.text("task")), .bold))
        var rows = [("Trace", run.text("traceId"))]
        if let answer = run["finalResponse"]?.stringValue {
            rows.append(("Answered", Text.cut(answer, to: 400)))
        }
        let memories = run.texts("memories")
        rows.append(("Was given", memories.isEmpty ? "no memories" : memories.joined(separator: ", ")))
        if run["usedMemories"]?.arrayValue != nil {
            rows.append(("Used", run.texts("usedMemories").joined(separator: ", ")))
        }
        if let review = run["review"], !review.isNull {
            rows += facts(review)
        } else {
            rows.append(("Review", "none yet; `hindcast review add` gives one"))
        }
        for (title, text) in rows { console.line("\(Text.padded(title, 12))\(Text.clean(text))") }
        for warning in run["review"]?.texts("warnings") ?? [] {
            console.line(console.styled("! " + Text.clean(warning), .yellow))
        }
    }

    private static func facts(_ review: JSON) -> [(String, String)] {
        var rows = [("Verdict", "\(review.text("verdict")), by \(review.text("author"))")]
        if review.text("state") != "completed" {
            let error = review["lastError"]?.stringValue.map { ": \($0)" } ?? ""
            rows.append(("State", review.text("state") + error))
        }
        if let feedback = review["feedback"]?.stringValue { rows.append(("Feedback", feedback)) }
        if review["alpha"]?.doubleValue != nil { rows.append(("Alpha", review.decimal("alpha"))) }
        if let memory = review["memoryId"]?.stringValue { rows.append(("Memory", memory)) }
        return rows
    }
}
