import HindcastJSON
import HindcastModel
import HindcastStore

/// A memory with its ledger as one line of JSON, for another house. Keys mean nothing there, so authors travel by name
/// alone.
struct MemoryLine {
    var memory: Memory
    var ledger: [QChange]

    // MARK: Writing

    var bytes: [UInt8] {
        var object = JSONObject([
            ("id", .string(memory.id.description)), ("task", .string(memory.task)),
            ("intent", .string(memory.intent.description)), ("lesson", Self.json(memory.lesson)),
            ("q", JSON(floatLiteral: memory.q)), ("isPinned", .bool(memory.isPinned)),
            ("toolsUsed", .array(memory.toolsUsed.map(JSON.string))), ("metadata", .object(memory.metadata)),
            ("author", .string(memory.author.name)), ("created", .string(memory.created.exactText)),
            ("updated", .string(memory.updated.exactText)),
        ])
        object["verdict"] = memory.verdict.map { .string($0.rawValue) }
        object["trace"] = memory.trace.map { .string($0.description) }
        object["retired"] = memory.retired.map { .string($0.exactText) }
        object["mergedInto"] = memory.mergedInto.map { .string($0.description) }
        object["ledger"] = .array(ledger.map(Self.json))
        return JSON.object(object).serialized()
    }

    private static func json(_ lesson: Lesson) -> JSON {
        [
            "reflection": .string(lesson.reflection), "summary": .string(lesson.summary),
            "keyMistake": .string(lesson.keyMistake), "correctAction": .string(lesson.correctAction),
            "guidance": .string(lesson.guidance),
            "applicableTools": .array(lesson.applicableTools.map(JSON.string)),
            "generator": .string(lesson.generator),
        ]
    }

    private static func json(_ change: QChange) -> JSON {
        var object = JSONObject([
            ("cause", .string(change.cause.rawValue)), ("before", JSON(floatLiteral: change.before)),
            ("after", JSON(floatLiteral: change.after)), ("author", .string(change.author.name)),
            ("time", .string(change.time.exactText)),
        ])
        object["trace"] = change.trace.map { .string($0.description) }
        object["reward"] = change.reward.map { JSON(floatLiteral: $0) }
        object["step"] = change.step.map { JSON(floatLiteral: $0) }
        object["floor"] = change.floor.map { JSON(floatLiteral: $0) }
        if change.isUndone { object["isUndone"] = true }
        return .object(object)
    }

    // MARK: Reading

    /// Nil when something that a memory must have is missing or is of another type.
    init?(_ json: JSON, project: ProjectID) {
        guard let id = json.record("id"), let task = json["task"]?.stringValue, !task.isEmpty,
            let lesson = json["lesson"].flatMap(Self.lesson), let q = json["q"]?.doubleValue, q.isFinite,
            let created = json.time("created")
        else { return nil }
        let author = Author(name: json["author"]?.stringValue ?? "")
        memory = Memory(
            id: id, project: project, task: task, lesson: lesson,
            verdict: json["verdict"]?.stringValue.flatMap(Verdict.init(rawValue:)), q: q, author: author,
            created: created)
        memory.intent = json.record("intent") ?? id
        memory.isPinned = json["isPinned"]?.boolValue ?? false
        memory.toolsUsed = json["toolsUsed"]?.arrayValue?.compactMap(\.stringValue) ?? []
        memory.metadata = json["metadata"]?.objectValue ?? JSONObject()
        memory.trace = json["trace"]?.stringValue.flatMap { TraceID($0) }
        memory.retired = json.time("retired")
        memory.mergedInto = json.record("mergedInto")
        memory.updated = json.time("updated") ?? created
        ledger = []
        for entry in json["ledger"]?.arrayValue ?? [] {
            guard let change = Self.change(entry, of: id) else { return nil }
            ledger.append(change)
        }
    }

    init(_ memory: Memory, ledger: [QChange]) {
        self.memory = memory
        self.ledger = ledger
    }

    private static func lesson(_ json: JSON) -> Lesson? {
        guard let reflection = json["reflection"]?.stringValue else { return nil }
        var lesson = Lesson(
            reflection: reflection, generator: json["generator"]?.stringValue ?? Lesson.author)
        lesson.summary = json["summary"]?.stringValue ?? ""
        lesson.keyMistake = json["keyMistake"]?.stringValue ?? ""
        lesson.correctAction = json["correctAction"]?.stringValue ?? ""
        lesson.guidance = json["guidance"]?.stringValue ?? ""
        lesson.applicableTools = json["applicableTools"]?.arrayValue?.compactMap(\.stringValue) ?? []
        return lesson
    }

    private static func change(_ json: JSON, of memory: RecordID) -> QChange? {
        guard let cause = json["cause"]?.stringValue.flatMap(QChange.Cause.init(rawValue:)),
            let before = json["before"]?.doubleValue, let after = json["after"]?.doubleValue,
            let time = json.time("time")
        else { return nil }
        var change = QChange(
            memory: memory, cause: cause, trace: json["trace"]?.stringValue.flatMap { TraceID($0) },
            reward: json["reward"]?.doubleValue, step: json["step"]?.doubleValue,
            floor: json["floor"]?.doubleValue, before: before, after: after,
            author: Author(name: json["author"]?.stringValue ?? ""), time: time)
        change.isUndone = json["isUndone"]?.boolValue ?? false
        return change
    }
}

extension JSON {
    fileprivate func record(_ key: String) -> RecordID? { self[key]?.stringValue.flatMap { RecordID($0) } }
    fileprivate func time(_ key: String) -> Timestamp? { self[key]?.stringValue.flatMap { Timestamp($0) } }
}

extension Timestamp {
    /// RFC 3339 with all nine digits, so that a time that travels stays the same.
    var exactText: String {
        let rest = ((nanoseconds % 1000) + 1000) % 1000
        let digits = String(rest)
        return description.dropLast() + String(repeating: "0", count: 3 - digits.count) + digits + "Z"
    }
}
