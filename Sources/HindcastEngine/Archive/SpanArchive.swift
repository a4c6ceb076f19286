import HindcastBytes
import HindcastModel
import HindcastProtobuf
import HindcastStore

/// A draft in the form in which it is kept: a body, and the large parts as paths of slices that other spans share.
/// Small attributes are copied as they came; restoring gives every value back byte for byte.
struct SpanArchive: Sendable {
    private(set) var body: [UInt8] = []
    private(set) var paths: [PathDraft] = []
    /// What is known of the attributes being written.
    private var cuts: [ArrayCut]

    /// The flattened lists that repeat a whole conversation or tool list in every span.
    static let flatPrefixes = [
        "llm.input_messages.", "llm.output_messages.", "llm.tools.", "gen_ai.prompt.", "gen_ai.completion.",
        "llm.request.functions.", "retrieval.documents.",
    ].map(FlatPrefix.init)

    /// Most bodies are shorter, so that one allocation serves them.
    private static let bodyBytesUsual = 1024

    init(_ draft: borrowing SpanDraft, joinedLogs: Int) {
        self.init(draft, lists: FlatLists(draft.attributes, Self.flatPrefixes), joinedLogs: joinedLogs)
    }

    /// - Parameters:
    ///   - lists: those of the span's own attributes, which the conventions have read already.
    ///   - cuts: arrays they have cut up.
    init(_ draft: borrowing SpanDraft, lists: FlatLists, cuts: [ArrayCut] = [], joinedLogs: Int) {
        // An array in a log record that came in another request lies in another buffer.
        self.cuts = cuts.filter { $0.isCut(from: draft.attributes.buffer) }
        typealias Body = ArchiveFormat.Body
        var writer = ProtobufWriter(reserving: Self.bodyBytesUsual)
        writer.string(Body.name, draft.name)
        writer.int64(Body.otelKind, Int64(draft.otelKind))
        if let message = draft.statusMessage { writer.string(Body.statusMessage, message) }
        if let state = draft.traceState { writer.string(Body.traceState, state) }
        if draft.flags != 0 { writer.varint(Body.flags, UInt64(draft.flags)) }
        if draft.dropped != DroppedCounts() {
            writer.message(Body.dropped) { Self.write(draft.dropped, to: &$0) }
        }
        add(draft.attributes, lists, Body.attributes, to: &writer)
        // Of events and resources nothing is cut yet, and they may lie in a buffer of their own.
        self.cuts = []
        for event in draft.events {
            writer.message(Body.event) { part in
                part.string(ArchiveFormat.Event.name, event.name)
                part.fixed64(ArchiveFormat.Event.time, UInt64(bitPattern: event.time.nanoseconds))
                add(event.attributes, ArchiveFormat.Event.attributes, to: &part)
            }
        }
        for link in draft.links {
            writer.message(Body.link) { part in
                part.bytes(ArchiveFormat.Link.traceID, link.traceID.bytes)
                part.bytes(ArchiveFormat.Link.spanID, link.spanID.bytes)
                if let state = link.traceState { part.string(ArchiveFormat.Link.traceState, state) }
                add(link.attributes, ArchiveFormat.Link.attributes, to: &part)
            }
        }
        add(draft.resource, Body.resource, to: &writer)
        add(draft.scope, to: &writer)
        if joinedLogs > 0 { writer.bytes(Body.joinedLogs, Self.ordered(joinedLogs)) }
        body = writer.bytes
    }

    /// A span that is made here, and read back like one that came through a door.
    /// - Parameter attributes: in their order; none is part of a flattened list.
    init(name: String, _ attributes: [AttributeEntry]) {
        cuts = []
        var writer = ProtobufWriter(reserving: Self.madeBodyBytesUsual)
        writer.string(ArchiveFormat.Body.name, name)
        writer.int64(ArchiveFormat.Body.otelKind, Self.madeKind)
        if !attributes.isEmpty {
            let mark = writer.beginMessage(ArchiveFormat.Body.attributes)
            for attribute in attributes { add(attribute, to: &writer) }
            writer.endMessage(mark)
        }
        body = writer.bytes
    }

    /// A few short attributes.
    private static let madeBodyBytesUsual = 256
    /// OpenTelemetry's `INTERNAL`, which a draft has as well unless its client says something else.
    private static let madeKind: Int64 = 1

    private mutating func add(_ attribute: AttributeEntry, to writer: inout ProtobufWriter) {
        let large: (bytes: [UInt8], isBytes: Bool)? =
            switch attribute.value {
            case .string(let text) where text.utf8.count >= Rope.valueBytesMin: (Array(text.utf8), false)
            case .bytes(let bytes) where bytes.count >= Rope.valueBytesMin: (bytes, true)
            default: nil
            }
        if let (bytes, isBytes) = large, let rope = Rope(bytes.span, 0..<bytes.count) {
            add(rope, key: attribute.key.utf8Span.span, isBytes: isBytes, of: bytes, to: &writer)
        } else {
            writer.message(ArchiveFormat.Attributes.plain) { attribute.write(to: &$0) }
        }
    }

    /// Most significant byte first, always as long, so that byte order is the order of the numbers.
    private static func ordered(_ count: Int) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: count >> $0) }
    }

    private static func write(_ dropped: DroppedCounts, to writer: inout ProtobufWriter) {
        writer.varint(ArchiveFormat.Dropped.attributes, UInt64(dropped.attributes))
        writer.varint(ArchiveFormat.Dropped.events, UInt64(dropped.events))
        writer.varint(ArchiveFormat.Dropped.links, UInt64(dropped.links))
    }

    private mutating func add(_ scope: InstrumentationScope, to writer: inout ProtobufWriter) {
        if scope.name.isEmpty, scope.version.isEmpty, scope.attributes.isEmpty { return }
        writer.message(ArchiveFormat.Body.scope) { part in
            part.string(ArchiveFormat.Scope.name, scope.name)
            part.string(ArchiveFormat.Scope.version, scope.version)
            add(scope.attributes, ArchiveFormat.Scope.attributes, to: &part)
        }
    }

    private mutating func add(_ attributes: Attributes, _ field: Int, to writer: inout ProtobufWriter) {
        add(attributes, FlatLists(attributes, Self.flatPrefixes), field, to: &writer)
    }

    private mutating func add(
        _ attributes: Attributes, _ lists: FlatLists, _ field: Int, to writer: inout ProtobufWriter
    ) {
        guard !attributes.isEmpty else { return }
        let mark = writer.beginMessage(field)
        var isAbsorbed: [Bool] = []
        // A list of one does not repeat: an answer, a single document. It stays where it is.
        for list in lists.lists where list.groups.count > 1 {
            if isAbsorbed.isEmpty { isAbsorbed = Array(repeating: false, count: attributes.count) }
            list.mark(&isAbsorbed)
            add(list, to: &writer)
        }
        let bytes = attributes.buffer.span
        for (position, entry) in attributes.entries.enumerated() {
            if !isAbsorbed.isEmpty, isAbsorbed[position] { continue }
            if let rope = Rope(entry, bytes, cuts: cuts) {
                let key = bytes.extracting(entry.key)
                add(rope, key: key, isBytes: entry.type == .bytes, of: attributes.buffer, to: &writer)
            } else {
                writer.bytes(ArchiveFormat.Attributes.plain, bytes.extracting(entry.wire))
            }
        }
        writer.endMessage(mark)
    }

    private mutating func add(
        _ rope: Rope, key: Span<UInt8>, isBytes: Bool, of buffer: [UInt8], to writer: inout ProtobufWriter
    ) {
        let bytes = buffer.span
        writer.message(ArchiveFormat.Attributes.rope) { part in
            part.bytes(ArchiveFormat.Rope.key, key)
            if isBytes { part.bool(ArchiveFormat.Rope.isBytes, true) }
            for segment in rope.segments {
                switch segment {
                case .literal(let range):
                    part.bytes(ArchiveFormat.Rope.literal, bytes.extracting(range))
                case .list(let elements, let separator):
                    part.message(ArchiveFormat.Rope.list) { list in
                        list.varint(ArchiveFormat.List.path, UInt64(paths.count))
                        list.bytes(ArchiveFormat.List.separator, bytes.extracting(separator))
                    }
                    let digests = cuts.first { $0.elements == elements }?.digests
                    paths.append(
                        PathDraft(
                            slices: elements, digests: digests, separator: separator, of: buffer))
                }
            }
        }
    }

    private mutating func add(_ list: FlatList, to writer: inout ProtobufWriter) {
        writer.message(ArchiveFormat.Attributes.flat) { part in
            part.string(ArchiveFormat.List.prefix, list.prefix)
            part.varint(ArchiveFormat.List.path, UInt64(paths.count))
            if list.groups.enumerated().contains(where: { $0.offset != $0.element.index }) {
                for group in list.groups { part.varint(ArchiveFormat.List.indices, UInt64(group.index)) }
            }
        }
        paths.append(PathDraft(list))
    }
}
