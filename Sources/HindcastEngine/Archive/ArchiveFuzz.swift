import HindcastBytes
import HindcastModel
import HindcastProtobuf

/// Any attributes come back from the archive byte for byte, and any bytes are an archive or an error.
package enum ArchiveFuzz {
    /// Keys the archive cuts up, and some it leaves alone; bytes of the input stand for the rest.
    private static let keys = [
        "llm.input_messages.0.message.role", "llm.input_messages.1.message.content", "llm.input_messages.1",
        "llm.input_messages.01.message.content", "llm.input_messages.2.",
        "llm.output_messages.7.message.role",
        "gen_ai.prompt.0.content", "gen_ai.prompt.0.role", "gen_ai.prompt.1000001.role", "gen_ai.prompt.",
        "retrieval.documents.0.document.content", "llm.tools.3.tool.json_schema", "input.value", "",
    ]
    /// Pieces of JSON that ropes are cut at; repeated until they are long enough for it.
    private static let pieces = [
        "[", "]", "{", "}", ",", ", ", "\"k\":", "\"text\"", "\"input\":{\"messages\":[[", "null", "\\", "\"",
    ]
    /// Values at both sides of the size from which they are cut.
    private static let valueBytesMax = Rope.valueBytesMin * 3
    /// Longer inputs only repeat what shorter ones say.
    private static let membersMax = 48

    /// - Precondition: traps when a restored value differs or a path names two contents alike; that is the finding.
    package static func run(_ bytes: [UInt8]) {
        readAnything(bytes)
        var source = bytes[...]
        var known: [RawKey: [[UInt8]]] = [:]
        for number in 1...2 {
            var draft = SpanDraft(
                traceID: TraceID(high: 1, low: 1), spanID: SpanID(UInt64(number)), name: "span",
                start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 1))
            draft.attributes = attributes(&source)
            draft.resource = attributes(&source)
            draft.events = [SpanEvent(name: "event", time: draft.end, attributes: attributes(&source))]
            check(draft, &known)
        }
    }

    /// Archives and restores as ingest and store do it between them: what a raw key names is asked for once.
    private static func check(_ draft: SpanDraft, _ known: inout [RawKey: [[UInt8]]]) {
        let archive = SpanArchive(draft, joinedLogs: 0)
        var lists: [[[UInt8]]] = []
        for path in archive.paths {
            var list: [[UInt8]] = []
            for (index, key) in path.keys.enumerated() {
                let contents = path.contents(index)
                precondition(known[key, default: contents] == contents, "one raw key for two contents")
                known[key] = contents
                list += contents
            }
            lists.append(list)
        }
        var restored = SpanDraft(
            traceID: draft.traceID, spanID: draft.spanID, name: "", start: draft.start, end: draft.end)
        do {
            try ArchiveReader(bytes: archive.body, slices: RopeContents(lists: lists)).read(into: &restored)
        } catch {
            preconditionFailure("an archive that cannot be read: \(error)")
        }
        precondition(restored.name == draft.name && restored.events.count == 1, "another span")
        expectEqual(restored.attributes, draft.attributes)
        expectEqual(restored.resource, draft.resource)
        expectEqual(restored.events[0].attributes, draft.events[0].attributes)
    }

    /// Flattened lists are put before the rest, so the order is that of the keys; of equal keys the order stays.
    private static func expectEqual(_ found: Attributes, _ wanted: Attributes) {
        precondition(found.count == wanted.count, "\(wanted.count) attributes became \(found.count)")
        for (one, other) in zip(parts(found), parts(wanted)) {
            precondition(one == other, "\(other) came back as \(one)")
        }
    }

    /// Key, type and value bytes of each attribute, by key.
    private static func parts(_ attributes: Attributes) -> [[[UInt8]]] {
        let parts = attributes.entries.enumerated().map { position, entry -> (Int, [[UInt8]]) in
            var writer = ProtobufWriter()
            if entry.payload.isEmpty { attributes.value(entry).write(to: &writer) }
            let buffer = attributes.buffer
            let value = [entry.type.rawValue] + writer.bytes + buffer[entry.payload]
            return (position, [Array(buffer[entry.key]), value])
        }
        return parts.sorted { one, other in
            one.1[0] == other.1[0] ? one.0 < other.0 : one.1[0].lexicographicallyPrecedes(other.1[0])
        }.map(\.1)
    }

    /// A damaged body, with slices that are there or not.
    private static func readAnything(_ bytes: [UInt8]) {
        for lists in [[], [[bytes], [[], Array(bytes.reversed())]]] {
            var draft = SpanDraft(
                traceID: TraceID(high: 1, low: 1), spanID: SpanID(1), name: "",
                start: Timestamp(nanoseconds: 0),
                end: Timestamp(nanoseconds: 0))
            let reader = ArchiveReader(bytes: bytes, slices: RopeContents(lists: lists))
            guard (try? reader.read(into: &draft)) != nil else { continue }
            for entry in draft.attributes.entries { _ = draft.attributes.value(entry) }
        }
    }

    private static func attributes(_ source: inout ArraySlice<UInt8>) -> Attributes {
        let count = min(Int(source.popFirst() ?? 0), membersMax)
        var builder = AttributesBuilder()
        for _ in 0..<count {
            guard let pick = source.popFirst() else { break }
            switch pick % 8 {
            case 0:
                builder.add(AttributeEntry(key: key(&source), value: .int(Int64(source.popFirst() ?? 0) - 1)))
            case 1: builder.add(AttributeEntry(key: key(&source), value: .double(.nan)))
            case 2:
                builder.add(AttributeEntry(key: key(&source), value: .array([.string("a"), .bool(true)])))
            case 3: builder.add(key: taken(&source).span, value: taken(&source), isBytes: pick > 127)
            case 4: builder.add(keyValue: taken(&source).span)
            default:
                let name = key(&source)
                builder.add(key: Array(name.utf8).span, value: text(&source), isBytes: pick > 250)
            }
        }
        // A KeyValue that is none is refused by the doors and never gets here.
        return (try? builder.attributes()) ?? .none
    }

    private static func key(_ source: inout ArraySlice<UInt8>) -> String {
        keys[Int(source.popFirst() ?? 0) % keys.count]
    }

    private static func taken(_ source: inout ArraySlice<UInt8>) -> [UInt8] {
        let taken = source.prefix(Int(source.popFirst() ?? 0))
        source = source.dropFirst(taken.count)
        return Array(taken)
    }

    /// Text made of pieces, said again until it has a certain size.
    private static func text(_ source: inout ArraySlice<UInt8>) -> [UInt8] {
        let repeats = Int(source.popFirst() ?? 0)
        var once: [UInt8] = []
        for pick in taken(&source) {
            once += pick < 128 ? Array(pieces[Int(pick) % pieces.count].utf8) : [pick]
        }
        guard !once.isEmpty else { return [] }
        var text: [UInt8] = []
        for _ in 0...repeats where text.count < valueBytesMax { text += once }
        return text
    }
}
