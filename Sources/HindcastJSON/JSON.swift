/// A JSON value that keeps what JSON says and other models lose: key order, repeated keys, number text.
///
/// Equality is that of the pieces: members in the same order, numbers written alike, strings equal in
/// Swift's sense. Compare `canonical()` bytes where member order must not count.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}
