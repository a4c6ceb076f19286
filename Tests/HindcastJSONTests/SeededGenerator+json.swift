import HindcastJSON
import TestKit

extension SeededGenerator {
    /// A value of any kind, at most `depth` levels deep.
    mutating func json(depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &self) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self))
        case 2: .number(JSONNumber(Int64.random(in: -1000...Int64.max, using: &self)))
        case 3: JSONNumber(Double.random(in: -1...1, using: &self)).map(JSON.number) ?? .null
        case 4: .string(text())
        case 5, 6: .array((0..<Int.random(in: 0...4, using: &self)).map { _ in json(depth: depth - 1) })
        default:
            .object(
                JSONObject(
                    (0..<Int.random(in: 0...4, using: &self)).map { _ in
                        (key: text(), value: json(depth: depth - 1))
                    }))
        }
    }

    private mutating func text() -> String {
        let pieces = [
            "a", "b", "hello world", "\"", "\\", "\n", "\0", "\u{1f}", "é", "e\u{301}", "€", "😀", "{", "]",
        ]
        return (0..<Int.random(in: 0...5, using: &self)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &self)]
        }.joined()
    }
}
