import HindcastModel

/// What is searched of a content.
enum SearchableText: Sendable {
    /// A message in canonical form.
    case message([UInt8])
    /// The text of a span.
    case span(String)

    /// Nil for contents that are not searched.
    init?(_ entry: Pack.Entry, in pack: Pack) {
        let bytes = Array(pack.bytes[entry.range])
        switch entry.kind {
        case .message: self = .message(bytes)
        case .span:
            guard let text = SpanBody(bytes)?.text else { return nil }
            self = .span(text)
        case .slice, .log, .gone: return nil
        }
    }

    /// As a person reads it.
    var text: String? {
        switch self {
        case .message(let bytes): Message.searchText(canonical: bytes)
        case .span(let text): text
        }
    }

    /// As the index reads it: the same words.
    func folded() -> FoldedText {
        switch self {
        case .message(let bytes):
            FoldedText(Message.searchPieces(canonical: bytes.span) ?? [], of: bytes.span)
        case .span(let text): FoldedText(text)
        }
    }

    var byteCount: Int {
        switch self {
        case .message(let bytes): bytes.count
        case .span(let text): text.utf8.count
        }
    }
}
