/// Bounds of addresses, each with its reason.
public enum AddressLimits {
    /// Bytes of one address. Keys are short; ten times the longest one seen.
    public static let bytesMax = 4096
    /// Steps of a path: bounds the recursion of resolving.
    public static let stepsMax = 128
    /// Digits of a number: enough for any list or text that fits in memory, and no overflow.
    static let digitsMax = 12
    /// Characters of a fraction, as JavaScript prints a double.
    static let fractionBytesMax = 32
}
