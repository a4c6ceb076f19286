import HindcastJSON
import HindcastModel

/// An object of a body, read member by member. What is null counts as absent; what cannot be taken is a 422 that names
/// the member.
struct ReflectBody {
    let members: JSONObject
    /// Where the object stands: empty, or `review.`.
    private let path: String

    init(_ members: JSONObject, path: String = "") {
        self.members = members
        self.path = path
    }

    private func present(_ name: String) -> JSON? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    func failure(_ name: String, _ rule: String) -> ReflectError { .invalid("\(path)\(name) \(rule).") }

    func text(_ name: String, bytesMax: Int) throws(ReflectError) -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.stringValue else { throw failure(name, "must be a string") }
        guard text.utf8.count <= bytesMax else { throw failure(name, "must have at most \(bytesMax) bytes") }
        return text
    }

    /// A text that must be there and say something.
    func someText(_ name: String, bytesMax: Int) throws(ReflectError) -> String {
        guard let text = try text(name, bytesMax: bytesMax) else { throw failure(name, "is required") }
        guard !text.allSatisfy(\.isWhitespace) else { throw failure(name, "must not be empty") }
        return text
    }

    /// - Parameter range: between whole numbers.
    func number(_ name: String, in range: ClosedRange<Double>) throws(ReflectError) -> Double? {
        guard let value = present(name) else { return nil }
        guard let number = value.doubleValue, range.contains(number) else {
            throw failure(
                name, "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
        return number
    }

    func count(_ name: String, in range: ClosedRange<Int>) throws(ReflectError) -> Int? {
        guard let value = present(name) else { return nil }
        guard let number = value.intValue, let count = Int(exactly: number), range.contains(count) else {
            throw failure(
                name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return count
    }

    /// A choice by its name.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(ReflectError) -> Choice? {
        guard let value = present(name) else { return nil }
        guard let choice = value.stringValue.flatMap(Choice.init(rawValue:)) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure(name, "must be one of \(names)")
        }
        return choice
    }

    func object(_ name: String) throws(ReflectError) -> JSONObject? {
        guard let value = present(name) else { return nil }
        guard let object = value.objectValue else { throw failure(name, "must be an object") }
        return object
    }

    /// An object within this one.
    func part(_ name: String) throws(ReflectError) -> ReflectBody? {
        try object(name).map { ReflectBody($0, path: "\(path)\(name).") }
    }

    /// A list of texts; empty when absent.
    func texts(_ name: String, countMax: Int) throws(ReflectError) -> [String] {
        guard let value = present(name) else { return [] }
        guard let items = value.arrayValue else { throw failure(name, "must be a list of strings") }
        guard items.count <= countMax else { throw failure(name, "must have at most \(countMax) items") }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.stringValue, text.utf8.count <= ReflectLimits.nameBytesMax else {
                throw failure(
                    "\(name)[\(index)]", "must be a string of at most \(ReflectLimits.nameBytesMax) bytes")
            }
            texts.append(text)
        }
        return texts
    }
}
