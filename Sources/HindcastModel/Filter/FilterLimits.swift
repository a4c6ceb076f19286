/// Bounds of the filter language.
public enum FilterLimits {
    /// Bytes of one filter; it travels in a URL, which servers cut near here.
    public static let textBytesMax = 4096
    /// Terms of one filter; each may cost the engine an index walk.
    public static let termsMax = 64
    /// Parentheses and negations inside each other; bounds the stack of parser, printer and engine.
    public static let depthMax = 16
}
