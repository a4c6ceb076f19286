/// What an entry of a pack is. The first two are the port's kinds and part of a content's identity.
enum ContentKind: UInt8 {
    /// Freed by the garbage collector; its number is never used again.
    case gone = 0
    case message = 1
    case slice = 2
    /// Span row id and search text before the archived draft.
    case span = 3
    case log = 4
}
