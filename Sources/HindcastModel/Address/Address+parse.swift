extension Address {
    /// Reads an address. Nil when the text is none; it is kept then, and shown as pointing nowhere.
    public init?(_ text: String) {
        self.init(text[...])
    }

    private init?(_ text: Substring) {
        guard text.utf8.count <= AddressLimits.bytesMax else { return nil }
        if text.isEmpty || text == "<root>" {
            self = .whole
            return
        }
        // A colon may also stand in a key, so only one with a selector behind it counts.
        if let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")),
            let selector = Selector(text[text.utf8.index(after: colon)...])
        {
            guard let path = Self.path(text[..<colon]) else { return nil }
            self.init(path, selector)
        } else {
            guard let path = Self.path(text) else { return nil }
            self.init(path)
        }
    }

    private static func path(_ text: Substring) -> [Step]? {
        var steps: [Step] = []
        var rest = text
        while true {
            let end = rest.utf8.firstIndex(of: UInt8(ascii: ".")) ?? rest.endIndex
            guard let found = segment(rest[..<end]) else { return nil }
            steps += found
            guard steps.count <= AddressLimits.stepsMax else { return nil }
            if end == rest.endIndex { return steps }
            rest = rest[rest.utf8.index(after: end)...]
        }
    }

    /// A key or a number, with the numbers in brackets behind it.
    private static func segment(_ text: Substring) -> [Step]? {
        var head = text
        var indices: [Step] = []
        while head.utf8.last == UInt8(ascii: "]"), let open = head.utf8.lastIndex(of: UInt8(ascii: "[")) {
            let inside = head[head.utf8.index(after: open)...].utf8.dropLast()
            guard let number = number(Substring(inside)) else { break }
            indices.append(.index(number))
            head = head[..<open]
        }
        guard !head.isEmpty else { return nil }
        return [step(head)] + indices.reversed()
    }

    /// Digits are a number, unless no number is written so: `007` can only be a key.
    private static func step(_ text: Substring) -> Step {
        if let number = number(text), text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0") {
            return .index(number)
        }
        return .key(String(text))
    }

    static func number(_ text: Substring) -> Int? {
        let digits = text.utf8
        guard (1...AddressLimits.digitsMax).contains(digits.count), digits.allSatisfy({ $0.isDigit }) else {
            return nil
        }
        return Int(text)
    }
}

extension Address.Selector {
    fileprivate init?(_ text: Substring) {
        if text.hasPrefix("bbox-") {
            guard let box = Address.Box(text.dropFirst(5)) else { return nil }
            self = .box(box)
        } else if text.utf8.first == UInt8(ascii: "L") {
            guard let line = Address.number(Substring(text.utf8.dropFirst())) else { return nil }
            self = .line(line)
        } else {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let start = Address.number(ends[0]), let end = Address.number(ends[1]),
                start <= end
            else { return nil }
            self = .characters(start..<end)
        }
    }
}

extension Address.Box {
    fileprivate init?(_ text: Substring) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var sides: [Double] = []
        for part in parts {
            guard let side = Self.fraction(part) else { return nil }
            sides.append(side)
        }
        self.init(x1: sides[0], y1: sides[1], x2: sides[2], y2: sides[3])
    }

    /// `0.25` or `1e-05`; no sign, no word.
    private static func fraction(_ text: Substring) -> Double? {
        let bytes = text.utf8
        guard bytes.count <= AddressLimits.fractionBytesMax, bytes.first?.isDigit == true,
            bytes.allSatisfy({ $0.isDigit || ".eE+-".utf8.contains($0) }), let value = Double(text),
            value.isFinite
        else { return nil }
        return value
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
