/// What is left of a span that a better one replaces.
struct OldSpan {
    let row: Int64
    let end: Int64
    let body: Int64
    let input: Int64?
    let output: Int64?
    let ropes: [Int64]
    let agent: Int64?

    var references: [Int64] { [input, output].compactMap(\.self) + ropes }
}
