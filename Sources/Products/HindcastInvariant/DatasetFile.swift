import HindcastEngine
import HindcastJSON

/// A file of JSON lines: a dataset's metadata first, if it has any, then a trace on each line, either all as plain
/// message lists or all with their remarks.
struct DatasetFile {
    private(set) var metadata = JSONObject()
    private(set) var items: [ConversationPush.Item] = []
    private var isAnnotated: Bool?
    private var indices: Set<Int> = []

    init(_ bytes: [UInt8]) throws(InvariantError) {
        var number = 0
        var start = 0
        var hasMetadata = false
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            defer { start = end + 1 }
            number += 1
            guard bytes[start..<end].contains(where: { !" \t\r".utf8.contains($0) }) else { continue }
            let line = try Self.parse(bytes, start..<end, number)
            if let object = line.objectValue, object.count == 1, let found = object["metadata"]?.objectValue {
                guard !hasMetadata else {
                    throw .bad("The metadata row can appear at most once in the file.")
                }
                guard items.isEmpty else { throw .bad("The metadata row must be the first row in the file.") }
                hasMetadata = true
                metadata = found
            } else {
                try add(line, number)
            }
        }
        guard indices.isEmpty || indices.count == items.count else { throw Self.inconsistent }
    }

    private static let inconsistent = InvariantError.bad(
        "The 'index' key is inconsistently present - found in some events but missing in others.")

    private static func parse(_ bytes: [UInt8], _ range: Range<Int>, _ number: Int) throws(InvariantError)
        -> JSON
    {
        do {
            return try JSONReader.parse(bytes.span, in: range, limits: InvariantLimits.body)
        } catch {
            throw .bad("Line \(number) is not valid JSON: \(error.reason)")
        }
    }

    private mutating func add(_ line: JSON, _ number: Int) throws(InvariantError) {
        let isObject = line.objectValue != nil
        guard isObject || line.arrayValue != nil else {
            throw .bad("Line \(number) must be a list of messages or a dictionary")
        }
        guard isAnnotated ?? isObject == isObject else {
            throw .bad("The file cannot contain both raw event lists and annotated event lists.")
        }
        guard items.count < InvariantLimits.tracesMax else {
            throw .bad("The file has more than \(InvariantLimits.tracesMax) traces; upload it in parts")
        }
        isAnnotated = isObject
        if let object = line.objectValue {
            items.append(try annotated(object, number))
        } else {
            items.append(try raw(line.arrayValue ?? []))
        }
    }

    /// The first element may be the trace's metadata.
    private func raw(_ events: [JSON]) throws(InvariantError) -> ConversationPush.Item {
        var events = events[...]
        var metadata: JSON = nil
        if let first = events.first?.objectValue, first.count == 1, let found = first["metadata"],
            found.objectValue != nil
        {
            metadata = found
            events = events.dropFirst()
        }
        var item = ConversationPush.Item(messages: try MessagePayload.list(Array(events)))
        try item.take(metadata: metadata)
        return item
    }

    private mutating func annotated(_ object: JSONObject, _ number: Int) throws(InvariantError)
        -> ConversationPush.Item
    {
        guard let messages = object["messages"]?.arrayValue else {
            throw .bad("Line \(number) has no list of messages")
        }
        var item = ConversationPush.Item(messages: try MessagePayload.list(messages))
        try item.take(metadata: object["metadata"] ?? nil)
        if let path = object["hierarchy_path"]?.arrayValue, !path.isEmpty,
            item.metadata["hierarchy_path"] == nil
        {
            item.metadata["hierarchy_path"] = .array(path)
        }
        if let name = object["name"]?.stringValue, !name.isEmpty { item.name = name }
        if let index = object["index"], !index.isNull {
            guard case .number = index, let number = index.intValue, (0...Int64(Int32.max)).contains(number)
            else {
                let text = index.stringValue ?? index.text
                throw .bad("Invalid index found: \(text) in the file. Index must be an integer.")
            }
            guard indices.insert(Int(number)).inserted else {
                throw .bad("Duplicate index found: \(number) in the file.")
            }
            item.index = Int(number)
        } else if !indices.isEmpty {
            throw Self.inconsistent
        }
        if let annotations = object["annotations"], !annotations.isNull {
            item.annotations = try AnnotationPayload.list(
                annotations, else: "annotations must be a list of annotations")
        }
        return item
    }
}
