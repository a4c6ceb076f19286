/// Header fields in the order they came, found by name whatever its case.
///
/// Requests carry about ten fields, so a search from the front beats a dictionary.
public struct HTTPHeaders: Sendable {
    /// One field as it stands on the wire.
    public typealias Field = (name: String, value: String)

    /// All fields, repeated ones included, in order.
    public private(set) var fields: [Field]

    /// No fields.
    public init() {
        fields = []
    }

    /// Fields in the order given; repeated names are kept.
    public init(_ fields: [Field]) {
        self.fields = fields
    }

    /// The first value of `name`. Setting replaces every value of that name; setting nil removes them.
    public subscript(_ name: String) -> String? {
        get { fields.first { ASCIICase.equal($0.name, name) }?.value }
        set {
            guard let newValue else {
                fields.removeAll { ASCIICase.equal($0.name, name) }
                return
            }
            guard let first = fields.firstIndex(where: { ASCIICase.equal($0.name, name) }) else {
                fields.append((name, newValue))
                return
            }
            fields[first].value = newValue
            var index = fields.count - 1
            while index > first {
                if ASCIICase.equal(fields[index].name, name) { fields.remove(at: index) }
                index -= 1
            }
        }
    }

    /// Appends a field beside any other of that name (`Set-Cookie` and `Vary` need this).
    public mutating func add(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// Every value of `name`, in order.
    public func values(_ name: String) -> [String] {
        fields.lazy.filter { ASCIICase.equal($0.name, name) }.map(\.value)
    }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Fields written as a literal, in order.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { (name: $0.0, value: $0.1) }
    }
}
