import HindcastJSON
import HindcastModel

/// A large JSON value cut at the elements of its arrays: literals with lists between them. Nothing is decoded; put
/// together again, the pieces are the value byte for byte.
struct Rope {
    enum Segment {
        case literal(Range<Int>)
        /// Elements with the same bytes between each two of them.
        case list(elements: [Range<Int>], separator: Range<Int>)
    }

    private(set) var segments: [Segment] = []
    /// Arrays whose elements are known.
    private let cuts: [ArrayCut]

    /// Shorter values stay in the body: a reference and a row cost as much.
    static let valueBytesMin = 512
    /// Text that is no list (a tool's result) seldom comes back in a later span, and beside the message that repeats it
    /// the pack's compression keeps it once. Larger than this, it is named, and kept once in the whole project.
    static let textBytesMin = 8192
    /// An array or string inside a value is worth a path of its own from this size on.
    static let partBytesMin = 256
    /// Frameworks wrap their messages at most this deep (`{"input":{"messages":[[…]]}}`).
    static let depthMax = 6

    /// Cuts an attribute's value. Nil when it is better kept in the body.
    init?(_ entry: Attributes.Entry, _ bytes: Span<UInt8>, cuts: [ArrayCut]) {
        guard entry.type == .string || entry.type == .bytes else { return nil }
        self.init(bytes, entry.payload, cuts: cuts)
    }

    /// Cuts the value in `range`. Text without lists becomes one element when it is large, so that it is still stored
    /// only once.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>, cuts: [ArrayCut] = []) {
        guard range.count >= Self.valueBytesMin else { return nil }
        self.cuts = cuts
        add(value: range, bytes, depth: 0)
        if segments.contains(where: { if case .list = $0 { true } else { false } }) { return }
        guard range.count >= Self.textBytesMin else { return nil }
        segments = [.list(elements: [range], separator: 0..<0)]
    }

    private mutating func add(value range: Range<Int>, _ bytes: Span<UInt8>, depth: Int) {
        guard range.count >= Self.partBytesMin, depth < Self.depthMax else { return add(literal: range) }
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "["): add(array: range, bytes, depth: depth)
        case UInt8(ascii: "{"): add(object: range, bytes, depth: depth)
        case UInt8(ascii: "\""): segments.append(.list(elements: [range], separator: 0..<0))
        default: add(literal: range)
        }
    }

    private mutating func add(array range: Range<Int>, _ bytes: Span<UInt8>, depth: Int) {
        let known = cuts.first { $0.value == range }?.elements
        guard let elements = known ?? JSONSplitter.elements(of: bytes, in: range),
            let first = elements.first, let last = elements.last
        else { return add(literal: range) }
        if elements.count == 1 {
            add(literal: range.lowerBound..<first.lowerBound)
            // A list in a list (LangChain's batches) is cut at the inner elements; a lone element goes whole, so that
            // it is found again when the list has grown.
            if bytes[first.lowerBound] == UInt8(ascii: "[") {
                add(value: first, bytes, depth: depth + 1)
            } else {
                segments.append(.list(elements: [first], separator: 0..<0))
            }
            return add(literal: last.upperBound..<range.upperBound)
        }
        guard let separator = Self.commonSeparator(elements, bytes) else { return add(literal: range) }
        add(literal: range.lowerBound..<first.lowerBound)
        segments.append(.list(elements: elements, separator: separator))
        add(literal: last.upperBound..<range.upperBound)
    }

    private mutating func add(object range: Range<Int>, _ bytes: Span<UInt8>, depth: Int) {
        guard let members = JSONSplitter.members(of: bytes, in: range) else { return add(literal: range) }
        var position = range.lowerBound
        for member in members where member.value.count >= Self.partBytesMin {
            add(literal: position..<member.value.lowerBound)
            add(value: member.value, bytes, depth: depth + 1)
            position = member.value.upperBound
        }
        add(literal: position..<range.upperBound)
    }

    /// Neighbouring literals become one.
    private mutating func add(literal range: Range<Int>) {
        guard !range.isEmpty else { return }
        if case .literal(let last) = segments.last, last.upperBound == range.lowerBound {
            segments[segments.count - 1] = .literal(last.lowerBound..<range.upperBound)
        } else {
            segments.append(.literal(range))
        }
    }

    /// What stands between each two elements (`, ` or `,`), if it is the same everywhere.
    private static func commonSeparator(_ elements: [Range<Int>], _ bytes: Span<UInt8>) -> Range<Int>? {
        let first = elements[0].upperBound..<elements[1].lowerBound
        for (one, next) in zip(elements, elements.dropFirst()) {
            guard next.lowerBound - one.upperBound == first.count else { return nil }
            for offset in 0..<first.count
            where bytes[one.upperBound + offset] != bytes[first.lowerBound + offset] {
                return nil
            }
        }
        return first
    }
}
