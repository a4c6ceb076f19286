import HindcastStore

/// The contents of a project that have all words asked for, newest first. Valid within one snapshot.
struct WordMatches {
    private let connection: Connection
    private let wanted: [(word: WordKey, isPrefix: Bool)]
    private let newest: Int64
    /// Not looked at yet, newest last.
    private var segments: [Segment]
    /// Of the segment looked at last, newest last.
    private var found: [Int64] = []

    init(_ terms: SearchTerms, project: Int64, newest: Int64, _ index: SearchIndex) throws(StoreError) {
        connection = index.connection
        wanted = terms.keys(project: project)
        self.newest = newest
        segments = try index.segments().filter { $0.contents.lowerBound <= newest }
    }

    mutating func next() throws(StoreError) -> Int64? {
        while found.isEmpty {
            guard let segment = segments.popLast() else { return nil }
            found = try matches(in: segment)
        }
        return found.popLast()
    }

    private func matches(in segment: Segment) throws(StoreError) -> [Int64] {
        var matches: [Int64]?
        for wanted in wanted {
            let contents = try contents(with: wanted.word, isPrefix: wanted.isPrefix, in: segment)
            matches = matches.map { Self.common($0, contents) } ?? contents
            if matches?.isEmpty ?? true { return [] }
        }
        return matches?.filter { $0 <= newest } ?? []
    }

    /// In ascending order.
    private func contents(
        with word: WordKey, isPrefix: Bool, in segment: Segment
    ) throws(StoreError) -> [Int64] {
        var contents: [Int64] = []
        var cursor = SegmentCursor(connection, segment)
        var isFound = try cursor.seek(word)
        guard isPrefix else {
            if isFound, cursor.word.order(word) == 0 { try cursor.contents(into: &contents) }
            return contents
        }
        while isFound, cursor.word.starts(with: word) {
            try cursor.contents(into: &contents)
            isFound = try cursor.next()
        }
        return Set(contents).sorted()
    }

    /// What both ascending lists have.
    private static func common(_ left: [Int64], _ right: [Int64]) -> [Int64] {
        var common: [Int64] = []
        var index = 0
        for content in left {
            while index < right.count, right[index] < content { index += 1 }
            if index < right.count, right[index] == content { common.append(content) }
        }
        return common
    }
}
