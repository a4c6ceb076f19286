/// A Swift file taken apart into code and comments, line numbers kept.
///
/// In `code`, comments and the contents of string literals are blanks; in `comments`, everything else is. Code inside
/// an interpolation is blank too: no rule needs it. Regex literals are not known.
struct SwiftText: Sendable {
    let code: [UInt8]
    let comments: [UInt8]
    /// Kept, since every rule walks them.
    let codeLines: [Substring]
    let commentLines: [Substring]

    init(_ text: String) {
        var scanner = Scanner(text: Array(text.utf8))
        scanner.run()
        code = scanner.code
        comments = scanner.comments
        codeLines = Self.lines(code)
        commentLines = Self.lines(comments)
    }

    /// Split as bytes: a text's characters cost many times as much to tell apart.
    static func lines(_ bytes: [UInt8]) -> [Substring] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { Substring(decoding: $0, as: UTF8.self) }
    }

    private struct Scanner {
        let text: [UInt8]
        var code: [UInt8]
        var comments: [UInt8]
        var at = 0

        init(text: [UInt8]) {
            self.text = text
            let blank = text.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
            code = blank
            comments = blank
        }

        func sees(_ first: Unicode.Scalar, _ second: Unicode.Scalar, at index: Int) -> Bool {
            index + 1 < text.count && text[index] == UInt8(ascii: first)
                && text[index + 1] == UInt8(ascii: second)
        }

        mutating func run() {
            while at < text.count {
                if sees("/", "/", at: at) {
                    lineComment()
                } else if sees("/", "*", at: at) {
                    blockComment()
                } else if text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "#") {
                    literal()
                } else {
                    code[at] = text[at]
                    at += 1
                }
            }
        }

        mutating func lineComment() {
            while at < text.count, text[at] != UInt8(ascii: "\n") {
                comments[at] = text[at]
                at += 1
            }
        }

        mutating func blockComment() {
            var depth = 0
            repeat {
                let step = sees("/", "*", at: at) || sees("*", "/", at: at) ? 2 : 1
                if step == 2 { depth += text[at] == UInt8(ascii: "/") ? 1 : -1 }
                for index in at..<min(at + step, text.count) { comments[index] = text[index] }
                at += step
            } while depth > 0 && at < text.count
        }

        /// A string literal, raw or not, of one line or many; or a lone `#`, which is code.
        mutating func literal() {
            let start = at
            while at < text.count, text[at] == UInt8(ascii: "#") { at += 1 }
            let hashes = at - start
            guard at < text.count, text[at] == UInt8(ascii: "\"") else {
                for index in start..<at { code[index] = text[index] }
                return
            }
            let quotes = isRun(of: "\"", count: 3, at: at) ? 3 : 1
            for index in start..<at + quotes { code[index] = text[index] }
            at += quotes
            string(hashes: hashes, quotes: quotes)
        }

        mutating func string(hashes: Int, quotes: Int) {
            while at < text.count {
                if text[at] == UInt8(ascii: "\\"), isRun(of: "#", count: hashes, at: at + 1) {
                    at += 1 + hashes
                    if at < text.count, text[at] == UInt8(ascii: "(") { interpolation() } else { at += 1 }
                } else if isRun(of: "\"", count: quotes, at: at),
                    isRun(of: "#", count: hashes, at: at + quotes)
                {
                    for index in at..<at + quotes + hashes { code[index] = text[index] }
                    at += quotes + hashes
                    return
                } else if quotes == 1, text[at] == UInt8(ascii: "\n") {
                    return
                } else {
                    at += 1
                }
            }
        }

        /// From the opening parenthesis to behind its partner; literals inside may hold parentheses of their own.
        mutating func interpolation() {
            var depth = 0
            repeat {
                if text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "#") {
                    let start = at
                    literal()
                    for index in start..<at where code[index] != UInt8(ascii: "\n") {
                        code[index] = UInt8(ascii: " ")
                    }
                    continue
                }
                if text[at] == UInt8(ascii: "(") { depth += 1 }
                if text[at] == UInt8(ascii: ")") { depth -= 1 }
                at += 1
            } while depth > 0 && at < text.count
        }

        func isRun(of character: Unicode.Scalar, count: Int, at index: Int) -> Bool {
            guard index + count <= text.count else { return false }
            for offset in 0..<count where text[index + offset] != UInt8(ascii: character) { return false }
            return true
        }
    }
}
