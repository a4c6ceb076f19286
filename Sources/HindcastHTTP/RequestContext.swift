/// What middleware found out about a request, for the handlers behind it.
public struct RequestContext: Sendable {
    /// What the caller may do, set by the access middleware; a type of the access module.
    public var grant: (any Sendable)?
    /// An identifier that log lines of this request share, when a middleware gave one.
    public var requestID: String?

    /// Nothing known yet.
    public init() {}
}
