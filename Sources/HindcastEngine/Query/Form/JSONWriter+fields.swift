public import HindcastJSON
public import HindcastModel

/// Members of the native form. Names are in camelCase, ids in hex, times in RFC 3339 with microseconds; what is not
/// known is null, so that every object of a kind has the same members.
extension JSONWriter {
    /// A text, or null.
    public mutating func field(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    /// A whole number, or null.
    public mutating func field(_ name: String, _ value: Int64?) {
        key(name)
        if let value { int(value) } else { null() }
    }

    /// A count.
    public mutating func field(_ name: String, _ value: Int) { field(name, Int64(value)) }

    /// A number, or null; JSON has no infinity and no NaN, which are null too.
    public mutating func field(_ name: String, _ value: Double?) {
        key(name)
        if let value, value.isFinite { double(value) } else { null() }
    }

    /// True or false, never null.
    public mutating func field(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    /// A time in RFC 3339, or null.
    public mutating func field(_ name: String, _ time: Timestamp?) { field(name, time?.description) }
    /// A trace id in hex.
    public mutating func field(_ name: String, _ id: TraceID) { field(name, id.description) }
    /// A span id in hex, or null.
    public mutating func field(_ name: String, _ id: SpanID?) { field(name, id?.description) }

    /// A value as it came from a client, or null.
    public mutating func field(_ name: String, json: JSON?) {
        key(name)
        if let json { value(json) } else { null() }
    }

    /// A list of texts; empty rather than null.
    public mutating func field(_ name: String, _ texts: [String]) {
        array(name, texts) { $0.string($1) }
    }

    /// A member that is an array of what `write` makes of each item.
    public mutating func array<Item>(
        _ name: String, _ items: some Sequence<Item>, _ write: (inout JSONWriter, Item) -> Void
    ) {
        key(name)
        beginArray()
        for item in items { write(&self, item) }
        endArray()
    }

    /// A member that is an object of what `write` adds.
    public mutating func object(_ name: String, _ write: (inout JSONWriter) -> Void) {
        key(name)
        object(write)
    }

    /// An object of what `write` adds, in a place where a value may stand.
    public mutating func object(_ write: (inout JSONWriter) -> Void) {
        beginObject()
        write(&self)
        endObject()
    }

    /// The bytes of one object.
    public static func document(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        writer.object(write)
        return writer.bytes
    }
}
