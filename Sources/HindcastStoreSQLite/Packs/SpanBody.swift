/// How a span's body is laid out as a content: the row it belongs to and the text to index stand before the draft,
/// so that a search hit needs no further lookup.
struct SpanBody {
    let row: Int64
    let text: String
    let draft: [UInt8]

    static func prefix(row: Int64, text: String) -> [UInt8] {
        var writer = VarintWriter()
        writer.unsigned(UInt64(row))
        writer.text(text)
        return writer.bytes
    }

    init?(_ content: [UInt8]) {
        var reader = VarintReader(content)
        guard let row = reader.unsigned(), row <= UInt64(Int64.max), let text = reader.text() else {
            return nil
        }
        self.row = Int64(row)
        self.text = text
        draft = Array(content[reader.offset...])
    }
}
