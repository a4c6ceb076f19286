import HindcastModel
import HindcastStore

extension Reader {
    /// Index rows looked at for one page: a phrase of common words may fail in many of them.
    private static let candidatesMax = 2000
    /// Traces that a filter's words are resolved to.
    private static let tracesMax = 5000

    func search(_ query: SearchQuery, project: Int64) throws(StoreError) -> Page<SearchHit> {
        let index = try search()
        return try index.connection.snapshot { () throws(StoreError) in
            try hits(query, project: project, index)
        }
    }

    private func hits(
        _ query: SearchQuery, project: Int64, _ index: SearchIndex
    ) throws(StoreError) -> Page<SearchHit> {
        let terms = try SearchTerms(query.text, index.tokenizer)
        let snippet = Snippet(terms, index.tokenizer)
        let limit = min(max(query.limit, 1), StoreLimits.pageMax)
        var skip = 0
        var newest = Int64.max
        if let cursor = query.cursor { (newest, skip) = try Cursor.hit(cursor) }
        var matches = try WordMatches(terms, project: project, newest: newest, index)
        var hits: [SearchHit] = []
        var seen: Set<Place.Key> = []
        var looked = 0
        var walk = MessagePlaces(connection: connection)
        while let content = try matches.next() {
            looked += 1
            if looked > Self.candidatesMax {
                return Page(items: hits, next: Cursor.encode(content: content, skip: 0))
            }
            guard let (entry, text) = try text(of: content), let shown = snippet.text(of: text) else {
                continue
            }
            let already = content == newest ? skip : 0
            let places = try places(
                of: content, entry, project: project, countMax: already + limit - hits.count + 1, &walk)
            for (number, place) in places.enumerated().dropFirst(already) {
                if hits.count == limit {
                    return Page(items: hits, next: Cursor.encode(content: content, skip: number))
                }
                guard seen.insert(place.key).inserted else { continue }
                hits.append(SearchHit(traceID: place.trace, spanID: place.span, snippet: shown))
            }
        }
        return Page(items: hits, next: nil)
    }

    /// The rows of traces in which the words occur, as a JSON array.
    func tracesContaining(_ words: String, project: Int64) throws(StoreError) -> String {
        let index = try search()
        let rows = try index.connection.snapshot { () throws(StoreError) in
            try tracesContaining(words, project: project, index)
        }
        return "[" + rows.map { "\($0)" }.joined(separator: ",") + "]"
    }

    private func tracesContaining(
        _ words: String, project: Int64, _ index: SearchIndex
    ) throws(StoreError) -> Set<Int64> {
        let terms = try SearchTerms(words, index.tokenizer)
        let snippet = Snippet(terms, index.tokenizer)
        var matches = try WordMatches(terms, project: project, newest: .max, index)
        var rows: Set<Int64> = []
        var looked = 0
        var walk = MessagePlaces(connection: connection)
        while looked < Self.candidatesMax * 10, rows.count < Self.tracesMax,
            let content = try matches.next()
        {
            looked += 1
            guard let pack = try packs.pack(holding: content), let entry = pack.entry(content) else {
                continue
            }
            if terms.needsText {
                guard let text = SearchableText(entry, in: pack)?.text, snippet.text(of: text) != nil else {
                    continue
                }
            }
            for place in try places(
                of: content, entry, project: project, countMax: Self.tracesMax, &walk)
            {
                rows.insert(place.traceRow)
            }
        }
        return rows
    }

    private func text(of content: Int64) throws(StoreError) -> (entry: Pack.Entry, text: String)? {
        guard let pack = try packs.pack(holding: content), let entry = pack.entry(content),
            let text = SearchableText(entry, in: pack)?.text
        else { return nil }
        return (entry, text)
    }

    private func places(
        of content: Int64, _ entry: Pack.Entry, project: Int64, countMax: Int, _ walk: inout MessagePlaces
    ) throws(StoreError) -> [Place] {
        switch entry.kind {
        case .message:
            return try walk.find(content, project: project, countMax: countMax)
        case .span: return try spanPlace(content, project: project).map { [$0] } ?? []
        case .slice, .log, .gone: return []
        }
    }

    /// A span whose text matched; nil when the body was replaced or deleted meanwhile.
    private func spanPlace(_ content: Int64, project: Int64) throws(StoreError) -> Place? {
        guard let body = try packs.content(content).flatMap({ SpanBody($0) }) else { return nil }
        let find = try connection.statement(
            """
            SELECT t.id, t.trace_id, s.span_id, s.start FROM spans s JOIN traces t ON t.id = s.trace
            WHERE s.id = ?1 AND s.body = ?2 AND t.project = ?3
            """)
        find.bind(1, body.row)
        find.bind(2, content)
        find.bind(3, project)
        defer { find.reset() }
        return try find.step() ? Place(find) : nil
    }
}
