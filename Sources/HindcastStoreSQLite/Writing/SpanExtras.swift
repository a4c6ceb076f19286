import HindcastJSON
import HindcastModel
import HindcastStore

/// What a span says about its trace. Usually all spans of a trace say the same, so it is stored once as a name.
struct SpanExtras: Equatable {
    var traceName: String?
    var session: String?
    var user: String?
    var tags: [String] = []
    /// Keys in byte order.
    var metadata: [Labels.Member] = []

    init() {}

    init(_ record: SpanRecord) {
        traceName = Columns.cut(record.traceName)
        session = Columns.cut(record.sessionID)
        user = Columns.cut(record.userID)
        if !record.tags.isEmpty { tags = Set(record.tags.map { Columns.cut($0) as String }).sorted() }
        metadata = Labels.members(record.metadata)
    }

    var isEmpty: Bool {
        traceName == nil && session == nil && user == nil && tags.isEmpty && metadata.isEmpty
    }

    /// Longer ones are kept in the row itself: an index over large values costs more than it saves.
    static let internedBytesMax = 512

    var encoded: [UInt8] {
        var writer = VarintWriter()
        writer.optionalText(traceName)
        writer.optionalText(session)
        writer.optionalText(user)
        writer.unsigned(UInt64(tags.count))
        for tag in tags { writer.text(tag) }
        for member in metadata {
            writer.text(member.key)
            writer.text(member.value)
        }
        return writer.bytes
    }

    init?(encoded: [UInt8]) {
        var reader = VarintReader(encoded)
        guard let traceName = reader.optionalText(), let session = reader.optionalText(),
            let user = reader.optionalText(), let tagCount = reader.count()
        else { return nil }
        self.traceName = traceName
        self.session = session
        self.user = user
        for _ in 0..<tagCount {
            guard let tag = reader.text() else { return nil }
            tags.append(tag)
        }
        while !reader.isAtEnd {
            guard let key = reader.text(), let value = reader.text() else { return nil }
            metadata.append(Labels.Member(key: key, value: value))
        }
    }
}
