/// One row of a product's route table.
public struct Route: Sendable {
    /// What a handler looks like. A thrown `HTTPError` is worded by the route's error form; any other
    /// `HTTPResponseError` says its own response.
    public typealias Handler = @Sendable (HTTPRequest) async throws -> HTTPResponse

    /// How a product tells its clients what was decided outside its handlers: no key, too fast, too large,
    /// stopping. May run on the server's own threads and must not block. The request's body may not be there yet.
    /// Status and body are the product's; header fields of the error that it leaves out are added.
    public typealias ErrorForm = @Sendable (HTTPError, HTTPRequest) -> HTTPResponse

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
    /// What words failures that are not the handler's own.
    public let errorForm: ErrorForm
    /// What answers.
    public let handler: Handler

    /// A row. Without an error form of its own, its failures are told in ours.
    public init(
        product: String, method: HTTPMethod, pattern: String, scope: String?, bodyBytesMax: Int? = nil,
        errorForm: @escaping ErrorForm = { error, _ in error.response }, handler: @escaping Handler
    ) {
        self.product = product
        self.method = method
        self.pattern = pattern
        self.scope = scope
        self.bodyBytesMax = bodyBytesMax
        self.errorForm = errorForm
        self.handler = handler
    }
}
