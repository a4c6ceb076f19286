import HindcastJSON
import HindcastModel
import HindcastStore
import TestKit

/// Records with plain numbers for ids and seconds for times.
extension StoreBench {
    static let ada = Author(name: "ada", key: 7)

    static func id(_ number: UInt64) -> RecordID { RecordID(high: 0xfeed_0000_0000_4000, low: number) }

    static func key(_ trace: UInt64, _ span: UInt64) -> SpanKey {
        SpanKey(trace: StoreBatchMaker.trace(trace), span: SpanID(span))
    }

    func annotation(
        _ number: UInt64, on trace: UInt64, source: String? = nil, status: String? = nil,
        content: String = "odd"
    ) -> Annotation {
        var annotation = Annotation(
            id: Self.id(number), project: project, trace: StoreBatchMaker.trace(trace),
            address: "messages[0].content:L\(number)", content: content, author: Self.ada,
            created: StoreBatchMaker.time(Int64(number)))
        if let source { annotation.extras["source"] = .string(source) }
        if let status { annotation.extras["status"] = .string(status) }
        return annotation
    }

    func feedback(
        _ trace: UInt64, _ span: UInt64, second: Int64 = 0, _ value: Feedback.Value? = .positive,
        tags: [String] = []
    ) -> Feedback {
        Feedback(
            project: project, span: Self.key(trace, span), callStart: StoreBatchMaker.time(second),
            value: value, tags: tags, author: Self.ada, updated: StoreBatchMaker.time(second + 1))
    }

    func conversation(_ trace: UInt64, second: Int64 = 0, index: Int? = nil) -> Conversation {
        Conversation(
            project: project, trace: StoreBatchMaker.trace(trace), index: index, author: Self.ada,
            created: StoreBatchMaker.time(second))
    }

    func dataset(_ number: UInt64, _ name: String, owner: Author = ada, second: Int64 = 0) -> Dataset {
        Dataset(
            id: Self.id(number), project: project, name: name, owner: owner,
            created: StoreBatchMaker.time(second))
    }

    /// Records first, then spans, as a push does it.
    @discardableResult
    func push(_ traces: [UInt64], into dataset: Dataset? = nil, second: Int64 = 0) async throws -> PushReceipt
    {
        var records = PushRecords(project: project)
        records.dataset = dataset
        records.conversations = traces.map { conversation($0, second: second) }
        let receipt = try await store.push(records)
        try await append { maker in
            for trace in traces { maker.call(trace, 1, ["question", "answer"], second: second) }
        }
        return receipt
    }

    func other() async throws -> ProjectID {
        try await store.ensureProject(named: "other", at: StoreBatchMaker.time(0)).id
    }

    /// Walks a list page by page, forwards with `after` or backwards with `before`, and answers what was seen, in
    /// reading order.
    static func walk<Item>(
        _ window: CallWindow, backwards: Bool, by place: (Item) -> CallPlace,
        _ page: (CallWindow) async throws -> [Item]
    ) async throws -> [CallPlace] {
        var window = window
        var seen: [CallPlace] = []
        for _ in 0..<1000 {
            let places = try await page(window).map(place)
            try expect(places.count <= window.limit, "a page of \(places.count)")
            guard let first = places.first, let last = places.last else { return seen }
            seen = backwards ? places + seen : seen + places
            if backwards { window.before = first } else { window.after = last }
        }
        throw CaseFailure(description: "the walk does not end")
    }
}

extension StoreBench {
    /// A place behind every other one in reading order.
    static func end(_ isAscending: Bool) -> CallPlace {
        let edge = isAscending ? UInt64.max : 0
        return CallPlace(
            start: Timestamp(nanoseconds: isAscending ? .max : .min),
            key: SpanKey(trace: TraceID(high: edge, low: edge), span: SpanID(edge)))
    }
}
