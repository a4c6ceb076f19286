/// An error that says how it becomes a response. Any other error becomes a bare 500.
public protocol HTTPResponseError: Error {
    /// The response the client gets.
    var response: HTTPResponse { get }
}
