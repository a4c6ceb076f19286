/// What a dialect says when it cannot take a member of a body.
public protocol JSONMemberFailure: Error {
    /// - Parameters:
    ///   - member: with its path, such as `review.alpha`.
    ///   - rule: the rest of a sentence that begins with the member, such as `must be a string`.
    init(member: String, _ rule: String)
}

/// An object that somebody sent, read member by member. What is null counts as absent; what cannot be taken is an
/// error of the dialect that names the member.
public struct JSONMembers<Failure: JSONMemberFailure>: Sendable {
    public let all: JSONObject
    /// Where the object stands: empty, or `review.`.
    private let path: String

    /// Members that nobody asks for are let pass.
    public init(_ all: JSONObject, path: String = "") {
        self.all = all
        self.path = path
    }

    /// - Parameter names: the members that are known here; any other is refused.
    public init(_ all: JSONObject, of names: [String], path: String = "") throws(Failure) {
        self.init(all, path: path)
        if let odd = all.keys.first(where: { !names.contains($0) }) {
            throw failure(
                String(odd.prefix(40)), "is not known here; known are \(names.joined(separator: ", "))")
        }
    }

    public func failure(_ name: String, _ rule: String) -> Failure { Failure(member: path + name, rule) }

    private func value(_ name: String) -> JSON? {
        guard let value = all[name], !value.isNull else { return nil }
        return value
    }

    public func has(_ name: String) -> Bool { value(name) != nil }

    /// Whether a member is there to say: nothing.
    public func isCleared(_ name: String) -> Bool { all[name]?.isNull == true }

    public func text(_ name: String, bytesMax: Int = .max) throws(Failure) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue else { throw failure(name, "must be a string") }
        guard text.utf8.count <= bytesMax else { throw failure(name, "must have at most \(bytesMax) bytes") }
        return text
    }

    /// A text that must be there and say something.
    public func someText(_ name: String, bytesMax: Int = .max) throws(Failure) -> String {
        guard let text = try text(name, bytesMax: bytesMax) else { throw failure(name, "is required") }
        guard !text.allSatisfy(\.isWhitespace) else { throw failure(name, "must not be empty") }
        return text
    }

    public func texts(_ name: String, countMax: Int, bytesMax: Int = .max) throws(Failure) -> [String]? {
        guard let value = value(name) else { return nil }
        guard let items = value.arrayValue else { throw failure(name, "must be a list of strings") }
        guard items.count <= countMax else { throw failure(name, "must have at most \(countMax) items") }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.stringValue, text.utf8.count <= bytesMax else {
                let rule =
                    bytesMax == .max ? "must be a string" : "must be a string of at most \(bytesMax) bytes"
                throw failure("\(name)[\(index)]", rule)
            }
            texts.append(text)
        }
        return texts
    }

    public func number(_ name: String, in range: ClosedRange<Double>) throws(Failure) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.doubleValue, range.contains(number) else {
            throw failure(
                name,
                "must be a number from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))")
        }
        return number
    }

    private static func short(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? number.description
    }

    public func whole(_ name: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.intValue, let whole = Int(exactly: number), range.contains(whole) else {
            throw failure(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    public func flag(_ name: String) throws(Failure) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.boolValue else { throw failure(name, "must be true or false") }
        return flag
    }

    /// A choice by its name.
    public func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(Failure) -> Choice? {
        guard let value = value(name) else { return nil }
        guard let choice = value.stringValue.flatMap(Choice.init(rawValue:)) else {
            throw failure(
                name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    public func object(_ name: String) throws(Failure) -> JSONObject? {
        guard let value = value(name) else { return nil }
        guard let object = value.objectValue else { throw failure(name, "must be an object") }
        return object
    }

    /// An object within this one.
    public func part(_ name: String) throws(Failure) -> Self? {
        try object(name).map { Self($0, path: "\(path)\(name).") }
    }

    /// An object within this one that has no members but these.
    public func part(_ name: String, of names: [String]) throws(Failure) -> Self? {
        guard let object = try object(name) else { return nil }
        return try Self(object, of: names, path: "\(path)\(name).")
    }
}
