import HindcastModel
import HindcastStore

/// A filter as SQL over `traces t`. The fragments are constants; whatever a person wrote is bound.
struct TraceCondition {
    enum Value {
        case integer(Int64)
        case real(Double)
        case text(String)
        case blob([UInt8])
    }

    private(set) var sql = ""
    private(set) var values: [Value] = []
    private var terms = 0
    /// Row numbers of the traces that contain words, as a JSON array.
    private let find: (String) throws(StoreError) -> String

    /// SQLite's own limit on expression depth is 1000; a person's filter has a dozen terms.
    private static let termsMax = 200

    init(find: @escaping (String) throws(StoreError) -> String) { self.find = find }

    mutating func add(_ filter: TraceFilter) throws(StoreError) {
        terms += 1
        guard terms <= Self.termsMax else {
            throw .badQuery("The filter has more than \(Self.termsMax) terms: ask for less at once.")
        }
        switch filter {
        case .all(let parts): try add(parts, joinedBy: " AND ", empty: "1")
        case .any(let parts): try add(parts, joinedBy: " OR ", empty: "0")
        case .not(let part):
            sql += "NOT ("
            try add(part)
            sql += ")"
        case .text(let words):
            add("t.id IN (SELECT value FROM json_each(?))", .text(try find(words)))
        default: addSimple(filter)
        }
    }

    private mutating func add(
        _ parts: [TraceFilter], joinedBy word: String, empty: String
    ) throws(StoreError) {
        if parts.isEmpty {
            sql += empty
            return
        }
        sql += "("
        for (index, part) in parts.enumerated() {
            if index > 0 { sql += word }
            try add(part)
        }
        sql += ")"
    }

    private mutating func add(_ fragment: String, _ bound: Value...) {
        sql += fragment
        values += bound
    }

    private mutating func addSimple(_ filter: TraceFilter) {
        switch filter {
        case .model(let pattern):
            add(
                """
                EXISTS (SELECT 1 FROM spans s WHERE s.trace = t.id AND s.model IN
                    (SELECT id FROM strings WHERE CAST(bytes AS TEXT) LIKE ? ESCAPE '\\'))
                """, .text(Self.like(pattern, anywhere: false)))
        case .kind(let kind): add("t.kinds & ? != 0", .integer(1 << Int64(SpanFlags.code(kind))))
        case .status(.error): add("t.errors > 0")
        case .status(.ok): add("t.errors = 0")
        case .status(.unset): add("0")
        case .tag(let tag):
            add("EXISTS (SELECT 1 FROM json_each(t.tags) WHERE value = ?)", .text(Columns.cut(tag)))
        case .session(let session): add("t.session IS ?", .text(Columns.cut(session)))
        case .user(let user): add("t.user IS ?", .text(Columns.cut(user)))
        case .name(let pattern):
            let like = Self.like(pattern, anywhere: true)
            add(
                """
                (t.name LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM spans s WHERE s.trace = t.id AND s.name IN
                    (SELECT id FROM strings WHERE CAST(bytes AS TEXT) LIKE ? ESCAPE '\\')))
                """, .text(like), .text(like))
        case .cost(let comparison, let amount):
            add("t.cost / 1e12 \(Self.operation(comparison)) ?", .real(amount))
        case .tokens(let comparison, let count):
            add("(t.input_tokens + t.output_tokens) \(Self.operation(comparison)) ?", .real(count))
        case .durationSeconds(let comparison, let seconds):
            add("(t.end - t.start) / 1e9 \(Self.operation(comparison)) ?", .real(seconds))
        case .metadata(let key, let value): addMetadata(key, value)
        case .has(let feature): sql += Self.condition(feature)
        case .since(let time): add("t.start >= ?", .integer(time.nanoseconds))
        case .until(let time): add("t.start < ?", .integer(time.nanoseconds))
        case .all, .any, .not, .text: break
        }
    }

    private mutating func addMetadata(_ key: String, _ value: String?) {
        guard let value else {
            return add("EXISTS (SELECT 1 FROM json_each(t.metadata) WHERE key = ?)", .text(key))
        }
        add(
            """
            EXISTS (SELECT 1 FROM json_each(t.metadata) WHERE key = ? AND
                CASE type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'null' THEN 'null'
                ELSE CAST(value AS TEXT) END = ?)
            """, .text(key), .text(value))
    }

    private static func condition(_ feature: TraceFilter.Feature) -> String {
        switch feature {
        case .error: "t.errors > 0"
        case .tool: "t.kinds & \(1 << SpanFlags.code(.tool)) != 0"
        case .llm: "t.kinds & \(1 << SpanFlags.code(.llm)) != 0"
        case .session: "t.session IS NOT NULL"
        case .user: "t.user IS NOT NULL"
        case .cost: "t.cost > 0"
        case .tags: "t.tags IS NOT NULL"
        case .metadata: "t.metadata IS NOT NULL"
        }
    }

    private static func operation(_ comparison: TraceFilter.Comparison) -> String {
        switch comparison {
        case .less: "<"
        case .atMost: "<="
        case .equal: "="
        case .atLeast: ">="
        case .more: ">"
        }
    }

    /// `*` becomes LIKE's `%`; LIKE's own signs are escaped.
    private static func like(_ pattern: String, anywhere: Bool) -> String {
        var text = ""
        for character in Columns.cut(pattern) as String {
            switch character {
            case "*": text += "%"
            case "%", "_", "\\": text += "\\\(character)"
            default: text.append(character)
            }
        }
        return anywhere && !pattern.contains("*") ? "%\(text)%" : text
    }
}
