extension Address: CustomStringConvertible {
    /// The canonical text: numbers in brackets, the whole run as nothing. Equal places print equally.
    public var description: String {
        var text = ""
        for (position, step) in path.enumerated() {
            switch step {
            // The first segment has no brackets, and at that place digits read as a number.
            case .index(let index): text += position == 0 ? String(index) : "[\(index)]"
            case .key(let key): text += position == 0 ? key : "." + key
            }
        }
        if let selector { text += ":" + selector.description }
        return text
    }
}

extension Address.Selector: CustomStringConvertible {
    /// As it stands behind the colon.
    public var description: String {
        switch self {
        case .line(let line): "L\(line)"
        case .characters(let range): "\(range.lowerBound)-\(range.upperBound)"
        case .box(let box):
            "bbox-" + [box.x1, box.y1, box.x2, box.y2].map(\.fractionText).joined(separator: ",")
        }
    }
}

extension Double {
    /// The shortest text that reads back the same, a whole number without its `.0`, as browsers print it.
    fileprivate var fractionText: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
