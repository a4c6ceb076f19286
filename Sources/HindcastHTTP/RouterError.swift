/// Why a route table cannot be served. These are mistakes in our own tables, found at start.
public enum RouterError: Error, Equatable, CustomStringConvertible {
    /// Two rows claim one method and shape of path (parameter names do not tell them apart).
    case conflict(method: String, first: String, firstProduct: String, second: String, secondProduct: String)
    /// A pattern that is not `/literal/{name}/…` with at most a trailing `*`.
    case malformed(pattern: String, product: String)

    /// A sentence naming both products.
    public var description: String {
        switch self {
        case .conflict(let method, let first, let firstProduct, let second, let secondProduct):
            "\(firstProduct) and \(secondProduct) both claim \(method) \(first)"
                + (first == second ? "" : " (also written \(second))") + "; one of them has to move"
        case .malformed(let pattern, let product):
            "\(product) has the malformed pattern \(pattern); write /literal/{name} with at most a trailing /*"
        }
    }
}
