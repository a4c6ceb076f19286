/// The head and the tail of a text that is too long.
enum Excerpt {
    /// The tail gets more of the room: how a thing ended tells more than how it began.
    private static let headShare = 3

    static func of(_ text: String, bytesMax: Int) -> String {
        let bytes = text.utf8
        guard bytes.count > bytesMax else { return text }
        let head = text.clipped(bytesMax: bytesMax / headShare)
        let tail = text.tail(bytesMax - bytesMax / headShare)
        let left = bytes.count - head.utf8.count - tail.utf8.count
        return "\(head)\n[… \(left) bytes left out …]\n\(tail)"
    }
}

extension String {
    /// At most so many bytes from the end, whole characters only.
    fileprivate func tail(_ bytesMax: Int) -> Substring {
        guard utf8.count > bytesMax else { return self[...] }
        var start = utf8.index(endIndex, offsetBy: -bytesMax)
        while start < endIndex, start.samePosition(in: unicodeScalars) == nil {
            start = utf8.index(after: start)
        }
        return self[start...]
    }
}
