public import HindcastBytes

/// A JSON array cut at its elements. Finding them takes a walk over all of the text and naming them another, so what
/// the messages were read from is handed on to the archive, which keeps the same array as slices.
public struct ArrayCut: Sendable {
    /// What the ranges are ranges of. Held on to, so that no other buffer can come to lie in its place.
    private let buffer: [UInt8]
    /// Where the array lies.
    public let value: Range<Int>
    /// Where its elements lie.
    public let elements: [Range<Int>]
    /// Names each element; `RawHasher.key` makes a key of it.
    public let digests: [RawKey]

    /// Names the elements, which `JSONSplitter` has found in `value`.
    public init(_ value: Range<Int>, _ elements: [Range<Int>], of buffer: [UInt8]) {
        let bytes = buffer.span
        self.buffer = buffer
        self.value = value
        self.elements = elements
        digests = elements.map { RawHasher.digest(bytes.extracting($0)) }
    }

    /// Whether the ranges are those of this buffer: the very same one, not one with equal bytes.
    public func isCut(from other: [UInt8]) -> Bool {
        unsafe buffer.withUnsafeBufferPointer { mine in
            unsafe other.withUnsafeBufferPointer { unsafe mine.baseAddress == $0.baseAddress }
        }
    }
}
