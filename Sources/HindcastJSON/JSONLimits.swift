/// How much JSON a reader takes, and how forgiving it is.
public struct JSONLimits: Sendable, Hashable {
    /// Deeper nesting than this is refused whatever the caller allows: values are read, written and freed by
    /// recursion, and this many levels fit a thread's stack in a sanitizer's build too.
    public static let depthCeiling = 512

    /// The deepest nesting of arrays and objects, up to `depthCeiling`; 0 lets in scalars only.
    public var depthMax: Int
    /// The longest text, in bytes.
    public var bytesMax: Int
    /// Whether `NaN`, `Infinity` and `-Infinity` are numbers, as Python's `json.dumps` writes them.
    public var lenientNumbers: Bool

    /// Depth 256 is four times what real traces show; 256 MiB is four times the request limit, for bodies
    /// that were sent compressed.
    public init(depthMax: Int = 256, bytesMax: Int = 256 << 20, lenientNumbers: Bool = true) {
        self.depthMax = depthMax
        self.bytesMax = bytesMax
        self.lenientNumbers = lenientNumbers
    }

    /// The limits for what clients send.
    public static let standard = JSONLimits()
}
