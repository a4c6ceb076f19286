import HindcastJSON

/// Bounds of Reflect's dialect, each with its reason.
enum ReflectLimits {
    /// A run with its whole conversation.
    static let bodyBytesMax = 64 << 20
    static let body = JSONLimits(depthMax: 128, bytesMax: bodyBytesMax)
    /// Messages of one run. A conversation is read whole.
    static let messagesMax = 100_000
    /// A final response or a remark of a review, which every answer about the run repeats.
    static let textBytesMax = 1 << 20
    static let nameBytesMax = 1000
    /// Memories that one run was given.
    static let memoryIDsMax = 1000
    static let toolsMax = 1000
    /// The client asks for lists whole and pages nothing; what is beyond follows from the `Link` header.
    static let listMax = 1000
    /// Traces that one request deletes.
    static let deletionsMax = 1000
    static let memoriesDefault = 10
    static let memoriesMax = 100
}
