/// Puts words into the order of their bytes.
enum WordOrder {
    struct Key {
        /// The first eight bytes, the first of them highest; zeros follow a shorter word.
        var head: UInt64
        /// Which word it is.
        var number: UInt32
    }

    /// Deals the keys out by one byte after the other, the last first, which takes no comparison. Only keys with the
    /// same head are compared.
    static func sorted(_ keys: [Key], by precedes: (Key, Key) -> Bool) -> [Key] {
        var keys = keys
        var dealt = keys
        for shift in stride(from: 0, to: UInt64.bitWidth, by: 8) {
            deal(keys.span, by: UInt64(shift), into: &dealt)
            swap(&keys, &dealt)
        }
        var start = 0
        while start < keys.count {
            var end = start + 1
            while end < keys.count, keys[end].head == keys[start].head { end += 1 }
            if end - start > 1 {
                keys.replaceSubrange(start..<end, with: keys[start..<end].sorted(by: precedes))
            }
            start = end
        }
        return keys
    }

    /// Keys with the same byte keep their order.
    private static func deal(_ keys: Span<Key>, by shift: UInt64, into dealt: inout [Key]) {
        var ends = [Int](repeating: 0, count: 256)
        for index in keys.indices { ends[Int(keys[index].head >> shift & 0xff)] += 1 }
        var sum = 0
        for byte in ends.indices {
            let count = ends[byte]
            ends[byte] = sum
            sum += count
        }
        var places = ends.mutableSpan
        var dealt = dealt.mutableSpan
        for index in keys.indices {
            let byte = Int(keys[index].head >> shift & 0xff)
            dealt[places[byte]] = keys[index]
            places[byte] &+= 1
        }
    }
}
