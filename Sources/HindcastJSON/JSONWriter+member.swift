/// A key and its value in one call. The optional forms write nothing for nil: no key, no `null`.
extension JSONWriter {
    /// Writes a string member, or nothing for nil.
    public mutating func member(_ name: String, _ text: String?) {
        guard let text else { return }
        key(name)
        string(text)
    }

    /// Writes a whole-number member, or nothing for nil.
    public mutating func member(_ name: String, _ value: (some BinaryInteger)?) {
        guard let value else { return }
        key(name)
        int(value)
    }

    /// Writes a number member, or nothing for nil.
    public mutating func member(_ name: String, _ value: Double?) {
        guard let value else { return }
        key(name)
        double(value)
    }

    /// Writes a truth-value member, or nothing for nil.
    public mutating func member(_ name: String, _ value: Bool?) {
        guard let value else { return }
        key(name)
        bool(value)
    }

    /// Writes a member of any kind, or nothing for nil; `JSON.null` is written.
    public mutating func member(_ name: String, json value: JSON?) {
        guard let value else { return }
        key(name)
        self.value(value)
    }

    /// Writes a member whose value is JSON bytes already, or nothing for nil.
    public mutating func member(_ name: String, raw value: [UInt8]?) {
        guard let value else { return }
        key(name)
        raw(value)
    }

    /// Writes an object member whose members `body` writes.
    public mutating func member(_ name: String, object body: (inout JSONWriter) -> Void) {
        key(name)
        beginObject()
        body(&self)
        endObject()
    }

    /// Writes an array member whose elements `body` writes.
    public mutating func member(_ name: String, array body: (inout JSONWriter) -> Void) {
        key(name)
        beginArray()
        body(&self)
        endArray()
    }
}
