extension TraceFilter {
    /// Reads the filter language: terms like `model:gpt-4* cost:>0.1 -has:error "exact words"`, side by side for *and*,
    /// `or` between alternatives, `not` or `-` before a term, parentheses for groups.
    ///
    /// - Parameter now: what `since:2h` counts back from.
    /// - Returns: nil when the text holds no term.
    /// - Throws: `FilterError` with the position and what is allowed there.
    public static func parse(_ text: String, now: Timestamp) throws(FilterError) -> TraceFilter? {
        guard text.utf8.count <= FilterLimits.textBytesMax else {
            throw FilterError(
                position: 0,
                message: "The filter is longer than \(FilterLimits.textBytesMax) bytes; shorten it.")
        }
        var parser = FilterParser(text, now: now)
        return try parser.parse()
    }
}

/// Recursive descent over characters; one instance reads one filter.
struct FilterParser {
    var cursor: FilterCursor
    let now: Timestamp
    private var terms = 0

    init(_ text: String, now: Timestamp) {
        cursor = FilterCursor(text)
        self.now = now
    }

    mutating func parse() throws(FilterError) -> TraceFilter? {
        cursor.skipSpace()
        if cursor.isAtEnd { return nil }
        let filter = try alternatives(depth: 0)
        guard cursor.isAtEnd else {
            throw FilterError(
                position: cursor.position, message: "This ) closes nothing; remove it or open a ( before it.")
        }
        return filter
    }

    private mutating func alternatives(depth: Int) throws(FilterError) -> TraceFilter {
        var found = [try conjunction(depth: depth)]
        while cursor.skip(word: "or") { found.append(try conjunction(depth: depth)) }
        return found.count == 1 ? found[0] : .any(found.flatMap(\.alternatives))
    }

    private mutating func conjunction(depth: Int) throws(FilterError) -> TraceFilter {
        var found: [TraceFilter] = []
        cursor.skipSpace()
        while !cursor.isAtEnd, cursor.peek != ")", !cursor.isNext(word: "or") {
            if cursor.skip(word: "and") {
                guard !found.isEmpty, !cursor.isAtEnd, cursor.peek != ")" else {
                    throw FilterError(position: cursor.position, message: "`and` stands between two terms.")
                }
                continue
            }
            found.append(try negatable(depth: depth))
            cursor.skipSpace()
        }
        guard let first = found.first else {
            throw FilterError(
                position: cursor.position,
                message: "A term is missing here: a word, a \"phrase\", or a field like model:gpt-4*.")
        }
        return found.count == 1 ? first : .all(found.flatMap(\.conjuncts))
    }

    private mutating func negatable(depth: Int) throws(FilterError) -> TraceFilter {
        guard depth < FilterLimits.depthMax else {
            throw FilterError(
                position: cursor.position,
                message: "The filter is nested deeper than \(FilterLimits.depthMax) levels; simplify it.")
        }
        let start = cursor.position
        if cursor.skip("-") || cursor.skip(word: "not") {
            cursor.skipSpace()
            guard !cursor.isAtEnd, cursor.peek != ")", !cursor.isNext(word: "or"), !cursor.isNext(word: "and")
            else {
                throw FilterError(position: start, message: "A term must follow `not` or `-`.")
            }
            return .not(try negatable(depth: depth + 1))
        }
        if cursor.skip("(") {
            let inner = try alternatives(depth: depth + 1)
            guard cursor.skip(")") else {
                throw FilterError(position: start, message: "This ( is never closed; add a ).")
            }
            return inner
        }
        terms += 1
        guard terms <= FilterLimits.termsMax else {
            throw FilterError(
                position: start,
                message: "The filter has more than \(FilterLimits.termsMax) terms; shorten it.")
        }
        let term = try self.term()
        guard cursor.isAtTermEnd else {
            throw FilterError(
                position: cursor.position,
                message: "A space must follow the term; put quotes round a value with parentheses or quotes.")
        }
        return term
    }
}

extension TraceFilter {
    fileprivate var conjuncts: [TraceFilter] { if case .all(let parts) = self { parts } else { [self] } }
    fileprivate var alternatives: [TraceFilter] { if case .any(let parts) = self { parts } else { [self] } }
}
