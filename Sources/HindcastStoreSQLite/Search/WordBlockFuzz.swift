/// Any bytes are a block of ascending words or a `StoreError`.
package enum WordBlockFuzz {
    /// - Precondition: traps when words or contents do not ascend; that is the finding.
    package static func run(_ bytes: [UInt8]) {
        var block = WordBlock(bytes)
        var last = WordKey()
        while let isFound = try? block.next(), isFound {
            precondition(last.order(block.word) < 0, "a word that does not ascend")
            last = block.word
            var contents: [Int64] = [7]
            try? block.contents(since: 7, into: &contents)
            precondition(zip(contents, contents.dropFirst()).allSatisfy(<), "contents that do not ascend")
        }
    }
}
