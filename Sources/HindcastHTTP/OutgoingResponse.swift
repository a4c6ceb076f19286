/// What another server answered.
public struct OutgoingResponse: Sendable {
    /// As it came: a foreign server may send codes that HTTP does not have.
    public var status: Int
    public var headers: HTTPHeaders
    public var body: [UInt8]

    /// An answer; tests make them.
    public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the server did what it was asked.
    public var isSuccess: Bool { (200...299).contains(status) }

    /// How long the server asks to be left alone, if it says so in seconds.
    public var retryAfterSeconds: Int? {
        headers["Retry-After"].flatMap { Int($0) }.flatMap { $0 >= 0 ? min($0, 86_400) : nil }
    }
}
