public import HindcastJSON

/// What an address leads to.
public struct AddressedPart: Sendable, Equatable {
    /// All that is at the path.
    public let value: JSON
    /// The text in question: the selected part of it, or the whole text; nil where there is no text.
    public let text: String?
}

extension Address {
    /// Follows the path into a run, given as `{"messages": […]}`. Nil when it leads nowhere, or when what is there has
    /// no such part: an address beyond the end of a text is not brought back to it.
    ///
    /// Text that is itself JSON (a tool call's arguments, as providers send them) is entered like the value it holds.
    public func resolved(in run: JSON) -> AddressedPart? {
        guard path.count <= AddressLimits.stepsMax, let value = Self.follow(path[...], from: run) else {
            return nil
        }
        guard let selector else { return AddressedPart(value: value, text: value.stringValue) }
        switch selector {
        case .line(let line):
            return value.stringValue?.line(line).map { AddressedPart(value: value, text: $0) }
        case .characters(let range):
            return value.stringValue?.scalars(range).map { AddressedPart(value: value, text: $0) }
        case .box(let box):
            return box.isInside && value.holdsImage ? AddressedPart(value: value, text: nil) : nil
        }
    }

    /// - Complexity: each value of the run is entered once at most, since only one row of steps leads to it.
    private static func follow(_ steps: ArraySlice<Step>, from value: JSON) -> JSON? {
        guard let first = steps.first else { return value }
        switch value {
        case .array(let elements):
            guard case .index(let index) = first, elements.indices.contains(index) else { return nil }
            return follow(steps.dropFirst(), from: elements[index])
        case .object(let object):
            for count in stride(from: steps.count, through: 1, by: -1) {
                for key in keys(of: steps.prefix(count)) {
                    if let member = object[key], let found = follow(steps.dropFirst(count), from: member) {
                        return found
                    }
                }
            }
            return nil
        case .string(let text):
            guard let inner = text.embeddedJSON else { return nil }
            return follow(steps, from: inner)
        case .null, .bool, .number: return nil
        }
    }

    /// The keys that these steps may spell together: `a.0` and `a[0]` are written alike in a path.
    private static func keys(of steps: ArraySlice<Step>) -> [String] {
        let bracketed = Address(Array(steps)).description
        guard steps.dropFirst().contains(where: { if case .index = $0 { true } else { false } }) else {
            return [bracketed]
        }
        let dotted = steps.map { step in
            switch step {
            case .key(let key): key
            case .index(let index): String(index)
            }
        }
        return [dotted.joined(separator: "."), bracketed]
    }
}

extension Address.Box {
    fileprivate var isInside: Bool { x1 <= x2 && y1 <= y2 && x2 <= 1 && y2 <= 1 }
}

extension String {
    /// Text between two line ends. The text behind the last one is a line too, even if empty.
    fileprivate func line(_ number: Int) -> String? {
        var rest = utf8[...]
        for _ in 0..<number {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            rest = rest[rest.index(after: end)...]
        }
        return String(rest.prefix { $0 != UInt8(ascii: "\n") })
    }

    fileprivate func scalars(_ range: Range<Int>) -> String? {
        let view = unicodeScalars
        guard let start = view.index(view.startIndex, offsetBy: range.lowerBound, limitedBy: view.endIndex),
            let end = view.index(start, offsetBy: range.count, limitedBy: view.endIndex)
        else { return nil }
        return String(view[start..<end])
    }

    /// The object or list that a text spells out.
    fileprivate var embeddedJSON: JSON? {
        let first = utf8.first { !" \t\r\n".utf8.contains($0) }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
        return try? JSONReader.parse(self)
    }
}

extension JSON {
    /// Whether a box on it makes sense: an image's text or part, or a list that has one.
    fileprivate var holdsImage: Bool {
        switch self {
        case .string(let text): ImageText.isImage(text)
        case .array(let parts): parts.contains { $0.arrayValue == nil && $0.holdsImage }
        case .object(let part):
            ["image_url", "image", "input_image"].contains(part["type"]?.stringValue)
                || part["image_url"] != nil
                || part["url"]?.stringValue.map(ImageText.isImage) ?? false
        case .null, .bool, .number: false
        }
    }
}
