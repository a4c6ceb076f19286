import HindcastJSON
import HindcastProtobuf

/// One value of an attribute, as OpenTelemetry's AnyValue knows them.
public enum AttributeValue: Sendable, Hashable {
    case empty
    case string(String)
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case bytes([UInt8])
    case array([AttributeValue])
    case map([AttributeEntry])
}

/// A key with its value, inside a map value.
public struct AttributeEntry: Sendable, Hashable {
    /// Need not be unique in its map.
    public let key: String
    /// May be a map or a list in turn.
    public let value: AttributeValue

    /// An entry.
    public init(key: String, value: AttributeValue) {
        self.key = key
        self.value = value
    }
}
