public import HindcastModel
import HindcastProtobuf
public import HindcastStore

extension StoredSpan {
    /// The draft that was archived, every attribute as it arrived.
    /// - Throws: `StoreError.corrupt` when a part of it is missing or damaged.
    public func restored(from store: any TraceStore, traceID: TraceID) async throws(StoreError) -> SpanDraft {
        let slices = try await RopeSlices(ropes: ropes, store: store)
        return try draft(try slices.contents(of: ropes), traceID: traceID)
    }

    /// The same of several spans of one trace, in their order: what they share is read once.
    static func restored(
        _ spans: [StoredSpan], from store: any TraceStore, traceID: TraceID
    ) async throws(StoreError) -> [SpanDraft] {
        try await restored(spans.map { (traceID, $0) }, from: store)
    }

    /// The same of spans of any traces.
    static func restored(
        _ spans: [(trace: TraceID, span: StoredSpan)], from store: any TraceStore
    ) async throws(StoreError) -> [SpanDraft] {
        var drafts: [SpanDraft] = []
        var rest = spans[...]
        while !rest.isEmpty {
            let some = rest.prefix(QueryLimits.restoredTogetherMax)
            rest = rest.dropFirst(some.count)
            let slices = try await RopeSlices(ropes: some.flatMap(\.span.ropes), store: store)
            for (trace, span) in some {
                drafts.append(try span.draft(try slices.contents(of: span.ropes), traceID: trace))
            }
        }
        return drafts
    }

    private func draft(_ slices: RopeContents, traceID: TraceID) throws(StoreError) -> SpanDraft {
        var draft = SpanDraft(
            traceID: traceID, spanID: summary.id, name: summary.name, start: summary.start, end: summary.end)
        draft.parentID = summary.parentID
        draft.status = summary.status
        do {
            try ArchiveReader(bytes: body, slices: slices).read(into: &draft)
        } catch {
            throw .corrupt("Span \(summary.id) of trace \(traceID) cannot be restored: \(error).")
        }
        return draft
    }
}

/// The slices a body refers to.
struct RopeContents: Sendable {
    /// For each rope of the span its slices in order.
    let lists: [[[UInt8]]]
}

/// The nodes and contents of some ropes, fetched together.
private struct RopeSlices {
    private let nodes: [NodeID: PathNode]
    private let contents: [ContentID: [UInt8]]

    init(ropes: [NodeID], store: any TraceStore) async throws(StoreError) {
        if ropes.isEmpty {
            nodes = [:]
            contents = [:]
            return
        }
        nodes = try await store.paths(from: Array(Set(ropes)))
        contents = try await store.contents(Array(Set(nodes.values.map(\.content))))
    }

    func contents(of ropes: [NodeID]) throws(StoreError) -> RopeContents {
        var lists: [[[UInt8]]] = []
        for rope in ropes {
            var list: [[UInt8]] = []
            var next = rope
            while next != .root {
                guard let node = nodes[next] else { throw .corrupt("Node \(next.value) is missing.") }
                guard let bytes = contents[node.content] else {
                    throw .corrupt("Content \(node.content.value) is missing.")
                }
                list.append(bytes)
                next = node.parent
            }
            lists.append(list.reversed())
        }
        return RopeContents(lists: lists)
    }
}

/// Reads the archive format.
struct ArchiveReader {
    let bytes: [UInt8]
    let slices: RopeContents

    func read(into draft: inout SpanDraft) throws(ProtobufError) {
        typealias Body = ArchiveFormat.Body
        let span = bytes.span
        var cursor = ProtobufCursor(0..<bytes.count)
        while let field = try cursor.next(in: span) {
            switch (field.number, field.value) {
            case (Body.name, .bytes(let range)): draft.name = utf8String(span, range)
            case (Body.otelKind, .varint(let value)): draft.otelKind = Int(truncatingIfNeeded: value)
            case (Body.statusMessage, .bytes(let range)): draft.statusMessage = utf8String(span, range)
            case (Body.traceState, .bytes(let range)): draft.traceState = utf8String(span, range)
            case (Body.flags, .varint(let value)): draft.flags = UInt32(truncatingIfNeeded: value)
            case (Body.dropped, .bytes(let range)): draft.dropped = try dropped(range)
            case (Body.attributes, .bytes(let range)): draft.attributes = try attributes(range)
            case (Body.event, .bytes(let range)): draft.events.append(try event(range))
            case (Body.link, .bytes(let range)): if let link = try link(range) { draft.links.append(link) }
            case (Body.resource, .bytes(let range)): draft.resource = try attributes(range)
            case (Body.scope, .bytes(let range)): draft.scope = try scope(range)
            default: break
            }
        }
    }

    private func dropped(_ range: Range<Int>) throws(ProtobufError) -> DroppedCounts {
        var counts = DroppedCounts()
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes.span) {
            guard case .varint(let value) = field.value else { continue }
            switch field.number {
            case ArchiveFormat.Dropped.attributes: counts.attributes = UInt32(truncatingIfNeeded: value)
            case ArchiveFormat.Dropped.events: counts.events = UInt32(truncatingIfNeeded: value)
            case ArchiveFormat.Dropped.links: counts.links = UInt32(truncatingIfNeeded: value)
            default: break
            }
        }
        return counts
    }

    private func event(_ range: Range<Int>) throws(ProtobufError) -> SpanEvent {
        var event = SpanEvent(name: "", time: Timestamp(nanoseconds: 0), attributes: .none)
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes.span) {
            switch (field.number, field.value) {
            case (ArchiveFormat.Event.name, .bytes(let range)): event.name = utf8String(bytes.span, range)
            case (ArchiveFormat.Event.time, .fixed64(let value)):
                event.time = Timestamp(nanoseconds: Int64(bitPattern: value))
            case (ArchiveFormat.Event.attributes, .bytes(let range)): event.attributes = try attributes(range)
            default: break
            }
        }
        return event
    }

    private func link(_ range: Range<Int>) throws(ProtobufError) -> SpanLink? {
        var trace: TraceID?
        var span: SpanID?
        var state: String?
        var found = Attributes.none
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes.span) {
            switch (field.number, field.value) {
            case (ArchiveFormat.Link.traceID, .bytes(let range)): trace = TraceID(bytes: bytes[range])
            case (ArchiveFormat.Link.spanID, .bytes(let range)): span = SpanID(bytes: bytes[range])
            case (ArchiveFormat.Link.traceState, .bytes(let range)): state = utf8String(bytes.span, range)
            case (ArchiveFormat.Link.attributes, .bytes(let range)): found = try attributes(range)
            default: break
            }
        }
        guard let trace, let span else { return nil }
        return SpanLink(traceID: trace, spanID: span, traceState: state, attributes: found)
    }

    private func scope(_ range: Range<Int>) throws(ProtobufError) -> InstrumentationScope {
        var scope = InstrumentationScope()
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes.span) {
            switch (field.number, field.value) {
            case (ArchiveFormat.Scope.name, .bytes(let range)): scope.name = utf8String(bytes.span, range)
            case (ArchiveFormat.Scope.version, .bytes(let range)):
                scope.version = utf8String(bytes.span, range)
            case (ArchiveFormat.Scope.attributes, .bytes(let range)): scope.attributes = try attributes(range)
            default: break
            }
        }
        return scope
    }
}
