/// Asks other servers. What needs one takes it from outside, so that tests answer themselves and nothing leaves the
/// machine unless the operator named where to.
public protocol HTTPFetching: Sendable {
    /// One exchange. Any status is an answer; an error means that there was none. Ends early when the task is
    /// cancelled.
    func fetch(_ request: OutgoingRequest) async throws(FetchError) -> OutgoingResponse
}
