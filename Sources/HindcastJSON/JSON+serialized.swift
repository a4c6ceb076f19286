extension JSON {
    /// The value as compact JSON: members in order, numbers as spelled.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// The value as compact JSON text.
    public var text: String {
        String(decoding: serialized(), as: UTF8.self)
    }

    /// One form for all spellings of a value: the members sorted by the UTF-8 bytes of their keys at every level, of
    /// repeated keys the last, no white space, strings with as few escapes as JSON allows and everything
    /// beyond ASCII raw. Numbers stay as spelled (`1.0` is not `1`), except that `-0` is `0`.
    public func canonical() -> [UInt8] {
        var writer = JSONWriter()
        writer.canonical(self)
        return writer.bytes
    }
}
