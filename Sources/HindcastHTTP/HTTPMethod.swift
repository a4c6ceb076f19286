/// A request method. Names are case-sensitive, as RFC 9110 has them.
public struct HTTPMethod: Hashable, Sendable {
    /// The name as it stands on the wire.
    public let name: String

    /// A method by its wire name.
    public init(_ name: String) {
        self.name = name
    }

    /// `GET`: read.
    public static let get = HTTPMethod("GET")
    /// `POST`: create or act.
    public static let post = HTTPMethod("POST")
    /// `PUT`: replace.
    public static let put = HTTPMethod("PUT")
    /// `PATCH`: change in part.
    public static let patch = HTTPMethod("PATCH")
    /// `DELETE`: remove.
    public static let delete = HTTPMethod("DELETE")
    /// `HEAD`: `GET` without the body.
    public static let head = HTTPMethod("HEAD")
    /// `OPTIONS`: what may be done here; browsers ask it before a cross-origin request.
    public static let options = HTTPMethod("OPTIONS")
}

extension HTTPMethod: CustomStringConvertible {
    /// The wire name.
    public var description: String { name }
}
