extension HTTPError {
    /// A body beyond the limit of its route or of the server.
    public static func bodyTooLarge(limitBytes: Int) -> HTTPError {
        HTTPError(
            .payloadTooLarge,
            "the body is larger than the \(limitBytes) bytes taken here; send smaller batches")
    }

    /// More body bytes are being received at once than the server keeps in memory.
    public static let bodiesInFlight = HTTPError(
        .serviceUnavailable, "too many request bodies are being received at once; try again",
        retryAfterSeconds: HTTPLimits.retryAfterSeconds)
}
