extension SwiftText {
    /// A function or initialiser with a body.
    struct Function: Equatable, Sendable {
        let name: String
        /// The line of the keyword, counted from 1.
        let line: Int
        /// From the line of the keyword to that of the closing brace, both counted.
        let lineCount: Int
    }

    /// Every function with a body, found by counting braces.
    var functions: [Function] {
        let words = Self.words(in: code)
        let starts = words.indices.filter { index in
            switch words[index].text {
            case "func": true
            // `self.init(…)` and `.init` are calls.
            case "init", "deinit":
                words[index].start == 0 || code[words[index].start - 1] != UInt8(ascii: ".")
            default: false
            }
        }
        var found: [Function] = []
        for index in starts {
            let word = words[index]
            guard let open = Self.body(of: word, in: code), let close = Self.partner(of: open, in: code)
            else {
                continue
            }
            let isNamed = word.text == "func" && index + 1 < words.count && words[index + 1].start < open
            let name = isNamed ? words[index + 1].text : word.text
            let line = 1 + code[..<word.start].count { $0 == UInt8(ascii: "\n") }
            let length = 1 + code[word.start..<close].count { $0 == UInt8(ascii: "\n") }
            found.append(Function(name: name, line: line, lineCount: length))
        }
        return found
    }

    private struct Word {
        let text: String
        let start: Int
        let end: Int
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"):
            true
        default: false
        }
    }

    private static func words(in code: [UInt8]) -> [Word] {
        var found: [Word] = []
        var at = 0
        while at < code.count {
            guard isWordByte(code[at]) else {
                at += 1
                continue
            }
            let start = at
            while at < code.count, isWordByte(code[at]) { at += 1 }
            found.append(Word(text: String(decoding: code[start..<at], as: UTF8.self), start: start, end: at))
        }
        return found
    }

    /// What may begin the next declaration; met before a brace, the function has no body (a protocol's requirement).
    private static let declarations: Set<String> = [
        "func", "var", "let", "init", "deinit", "subscript", "associatedtype", "static", "mutating", "public",
        "typealias", "package", "case",
    ]

    private static func body(of word: Word, in code: [UInt8]) -> Int? {
        var parentheses = 0
        var at = word.end
        var lineIsNew = false
        while at < code.count {
            switch code[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
            case UInt8(ascii: "{") where parentheses == 0: return at
            case UInt8(ascii: "}") where parentheses <= 0: return nil
            case UInt8(ascii: "\n"): lineIsNew = true
            case UInt8(ascii: " "): break
            default:
                if lineIsNew, parentheses == 0 {
                    var end = at
                    while end < code.count, isWordByte(code[end]) { end += 1 }
                    let first = String(decoding: code[at..<end], as: UTF8.self)
                    if declarations.contains(first) || first.hasPrefix("@") { return nil }
                }
                lineIsNew = false
            }
            at += 1
        }
        return nil
    }

    private static func partner(of open: Int, in code: [UInt8]) -> Int? {
        var depth = 0
        for at in open..<code.count {
            if code[at] == UInt8(ascii: "{") { depth += 1 }
            if code[at] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return at }
        }
        return nil
    }
}
