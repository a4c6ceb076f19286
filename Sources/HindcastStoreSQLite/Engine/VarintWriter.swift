/// LEB128 integers, for the few places where a row packs numbers tightly.
struct VarintWriter {
    private(set) var bytes: [UInt8] = []

    mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func signed(_ value: Int64) {
        unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Eight bytes, most significant first: for numbers that are random and would only grow as varints.
    mutating func fixed(_ value: Int64) {
        let bits = UInt64(bitPattern: value)
        bytes.append(addingCapacity: 8) { output in
            for place in 0..<8 { output.append(UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64(place)))) }
        }
    }

    mutating func text(_ value: String) {
        unsigned(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    mutating func optionalText(_ value: String?) {
        guard let value else { return unsigned(0) }
        unsigned(UInt64(value.utf8.count) + 1)
        bytes.append(contentsOf: value.utf8)
    }

    /// The distances between ascending numbers, the first counted from `before`.
    mutating func distances(_ values: Span<Int64>, since before: Int64) {
        bytes.append(addingCapacity: values.count * Self.bytesMax) { output in
            var last = before
            for index in values.indices {
                var rest = UInt64(values[index] - last)
                last = values[index]
                while rest >= 0x80 {
                    output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                    rest >>= 7
                }
                output.append(UInt8(truncatingIfNeeded: rest))
            }
        }
    }

    /// Of one integer.
    private static let bytesMax = 10

    mutating func raw(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    mutating func raw(_ value: Span<UInt8>, from start: Int) {
        bytes.append(addingCapacity: value.count - start) { output in
            for offset in start..<value.count { output.append(value[offset]) }
        }
    }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Begins anew in the same room.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
