/// The query of a request: percent-decoded pairs in order, repeated names kept.
public struct HTTPQuery: Sendable {
    /// One `name=value`; a name without `=` has the empty value.
    public typealias Pair = (name: String, value: String)

    /// All pairs in order.
    public let pairs: [Pair]

    /// Pairs already decoded.
    public init(_ pairs: [Pair] = []) {
        self.pairs = pairs
    }

    /// Decodes the text after the `?`.
    ///
    /// - Throws: a 400 when an escape is malformed or there are more than `HTTPLimits.queryPairsMax` pairs.
    public init(parsing raw: Substring) throws(HTTPError) {
        var pairs: [Pair] = []
        for part in raw.split(separator: "&") {
            guard pairs.count < HTTPLimits.queryPairsMax else {
                throw HTTPError(.badRequest, "the query has more than \(HTTPLimits.queryPairsMax) parameters")
            }
            let equals = part.utf8.firstIndex(of: UInt8(ascii: "="))
            let value = equals.map { part[part.utf8.index(after: $0)...] } ?? ""
            guard let name = PercentCoding.decode(part[..<(equals ?? part.endIndex)], plusIsSpace: true),
                let text = PercentCoding.decode(value, plusIsSpace: true)
            else {
                throw HTTPError(.badRequest, "the query has a malformed percent escape or is not UTF-8")
            }
            pairs.append((name, text))
        }
        self.pairs = pairs
    }

    /// The first value of `name`; names are case-sensitive.
    public subscript(_ name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// Every value of `name`, in order.
    public func values(_ name: String) -> [String] {
        pairs.lazy.filter { $0.name == name }.map(\.value)
    }
}
