import HindcastJSON
import HindcastModel

/// Memories as text to read.
enum MemoryText {
    static func verdict(_ memory: JSON) -> Table.Cell {
        switch memory["verdict"]?.stringValue {
        case "pass": .init("pass", .green)
        case "fail": .init("fail", .red)
        default: ""
        }
    }

    static func state(_ memory: JSON) -> String {
        var words: [String] = []
        if memory["isPinned"]?.boolValue == true { words.append("pinned") }
        if memory["mergedIntoId"]?.stringValue != nil {
            words.append("merged")
        } else if memory["retiredTime"]?.stringValue != nil {
            words.append("retired")
        }
        return words.joined(separator: " ")
    }

    /// Task, value, where it came from, and the lesson.
    static func show(_ memory: JSON, _ console: Console) {
        console.line(console.styled(Text.clean(memory.text("task")), .bold))
        var facts = ["value \(memory.decimal("q"))"]
        if let verdict = memory["verdict"]?.stringValue { facts.append("verdict \(verdict)") }
        facts.append("by \(memory.text("author"))")
        if !state(memory).isEmpty { facts.append(state(memory)) }
        console.line(console.styled(Text.clean(facts.joined(separator: " · ")), .dim))
        var rows = [("Memory", memory.text("id")), ("Made", "\(memory.time("createdTime")) UTC")]
        if let trace = memory["traceId"]?.stringValue { rows.append(("Learned from", "trace \(trace)")) }
        if let merged = memory["mergedIntoId"]?.stringValue { rows.append(("Merged into", merged)) }
        let tools = memory.texts("toolsUsed")
        if !tools.isEmpty { rows.append(("Tools called", tools.joined(separator: ", "))) }
        if let metadata = memory["metadata"]?.objectValue, !metadata.isEmpty {
            rows.append(("Metadata", JSON.object(metadata).text))
        }
        for (title, text) in rows { console.line("\(Text.padded(title, 14))\(Text.clean(text))") }
        console.line("")
        lesson(memory["lesson"] ?? .null, console)
    }

    /// The text that agents are given, and who wrote it.
    static func lesson(_ lesson: JSON, _ console: Console) {
        let writer: String
        switch lesson.text("generator") {
        case "template": writer = "from a template"
        case "author": writer = "by a person"
        case let model: writer = "by \(model)"
        }
        console.line(console.styled("Lesson, written \(Text.clean(writer))", .bold))
        for line in lesson.text("reflection").split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        {
            console.line("  " + Text.clean(String(line)))
        }
    }
}

/// Members of an answer, as people read them.
extension JSON {
    /// The text of a member; empty when there is none.
    func text(_ name: String) -> String { self[name]?.stringValue ?? "" }

    func texts(_ name: String) -> [String] { self[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }

    /// A number with as many digits as values need; empty when there is none.
    func decimal(_ name: String) -> String { self[name]?.doubleValue.map { Text.fixed($0, 4) } ?? "" }

    func time(_ name: String) -> String {
        self[name]?.stringValue.flatMap { Timestamp($0) }.map(Text.time) ?? ""
    }
}
