import HindcastJSON

/// An object of a body, read member by member. A member that nobody knows, or whose value cannot be taken, is a 400
/// that names it; null counts as absent.
struct NativeBody {
    private let members: JSONObject
    /// Where the object stands: empty, or `lesson.`.
    private let path: String

    /// - Parameter names: the members that are known here.
    init(_ members: JSONObject, of names: [String], path: String = "") throws(NativeError) {
        if let odd = members.keys.first(where: { !names.contains($0) }) {
            let known = names.map { "`\(path)\($0)`" }.joined(separator: ", ")
            throw .badRequest("`\(path)\(odd.prefix(40))` is not known here; known are: \(known).")
        }
        self.members = members
        self.path = path
    }

    private func value(_ name: String) -> JSON? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    func has(_ name: String) -> Bool { value(name) != nil }

    /// Whether a member is there to say: nothing.
    func isCleared(_ name: String) -> Bool { members[name]?.isNull == true }

    func failure(_ name: String, _ rule: String) -> NativeError { .badRequest("`\(path)\(name)` \(rule).") }

    func text(_ name: String) throws(NativeError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue else { throw failure(name, "must be a text") }
        return text
    }

    /// A text that must be there and say something.
    func someText(_ name: String) throws(NativeError) -> String {
        guard let text = try text(name), !text.allSatisfy(\.isWhitespace) else {
            throw failure(name, "must be a text that says something")
        }
        return text
    }

    func texts(_ name: String) throws(NativeError) -> [String]? {
        guard let value = value(name) else { return nil }
        let texts = value.arrayValue?.compactMap(\.stringValue)
        guard let texts, texts.count == value.arrayValue?.count, texts.count <= NativeLimits.textsMax else {
            throw failure(name, "must be a list of at most \(NativeLimits.textsMax) texts")
        }
        return texts
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(NativeError) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.doubleValue, range.contains(number) else {
            throw failure(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func whole(_ name: String, in range: ClosedRange<Int>) throws(NativeError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.intValue, let whole = Int(exactly: number), range.contains(whole) else {
            throw failure(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    func flag(_ name: String) throws(NativeError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.boolValue else { throw failure(name, "must be true or false") }
        return flag
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(NativeError) -> Choice? {
        guard let value = value(name) else { return nil }
        guard let choice = value.stringValue.flatMap(Choice.init(rawValue:)) else {
            throw failure(
                name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    func object(_ name: String) throws(NativeError) -> JSONObject? {
        guard let value = value(name) else { return nil }
        guard let object = value.objectValue else { throw failure(name, "must be an object") }
        return object
    }

    /// An object within this one.
    func part(_ name: String, of names: [String]) throws(NativeError) -> NativeBody? {
        guard let object = try object(name) else { return nil }
        return try NativeBody(object, of: names, path: "\(path)\(name).")
    }
}
