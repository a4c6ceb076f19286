/// One row of a product's route table.
public struct Route: Sendable {
    /// What a handler looks like. A thrown `HTTPResponseError` says its own response.
    public typealias Handler = @Sendable (HTTPRequest) async throws -> HTTPResponse

    /// The product whose dialect this is, for the route listing and for conflict messages.
    public let product: String
    /// The method. A `GET` route also answers `HEAD`.
    public let method: HTTPMethod
    /// The path, e.g. `/api/x/{id}`. Braces match one segment; a trailing `*` matches the rest, even empty.
    public let pattern: String
    /// The scope a key needs: `ingest`, `read`, `write`, `admin`; nil is open to all.
    public let scope: String?
    /// The most body bytes this route takes, or nil for the server's limit.
    public let bodyBytesMax: Int?
    /// What answers.
    public let handler: Handler

    /// A row.
    public init(
        product: String, method: HTTPMethod, pattern: String, scope: String?, bodyBytesMax: Int? = nil,
        handler: @escaping Handler
    ) {
        self.product = product
        self.method = method
        self.pattern = pattern
        self.scope = scope
        self.bodyBytesMax = bodyBytesMax
        self.handler = handler
    }
}
