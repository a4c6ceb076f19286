/// What must hold for any bytes at all; a fuzzer and the seeded tests feed it.
package enum JSONFuzz {
    /// Shallow enough that a fuzzer finds the bound.
    private static let limits = JSONLimits(depthMax: 40)

    /// Stops the process if reading, writing and splitting of `bytes` disagree.
    package static func run(_ bytes: [UInt8]) {
        checkSplit(bytes)
        do {
            let value = try JSONReader.parse(bytes, limits: limits)
            checkWritten(value)
            checkPieces(of: value, in: bytes)
        } catch {
            precondition((0...bytes.count).contains(error.offset), "error outside of the text: \(error)")
        }
    }

    private static func parsed(_ bytes: [UInt8], in range: Range<Int>? = nil) -> JSON {
        do {
            return try JSONReader.parse(bytes.span, in: range ?? 0..<bytes.count, limits: limits)
        } catch {
            preconditionFailure("unreadable: \(error)")
        }
    }

    private static func checkWritten(_ value: JSON) {
        let written = value.serialized()
        precondition(parsed(written) == value, "writing and reading changed a value")
        precondition(parsed(written).serialized() == written, "writing is not stable")
        let canonical = value.canonical()
        precondition(parsed(canonical).canonical() == canonical, "the canonical form is not stable")
    }

    /// Whatever the splitter says of broken text must lie within it and be in order.
    private static func checkSplit(_ bytes: [UInt8]) {
        var last = 0
        for element in JSONSplitter.elements(of: bytes.span, in: 0..<bytes.count) ?? [] {
            precondition(element.lowerBound > last && !element.isEmpty, "elements out of order")
            last = element.upperBound
        }
        precondition(last <= bytes.count, "an element outside of the text")
        last = 0
        for (key, value) in JSONSplitter.members(of: bytes.span, in: 0..<bytes.count) ?? [] {
            precondition(key.lowerBound > last && value.lowerBound > key.upperBound, "members out of order")
            last = value.upperBound
        }
        precondition(last <= bytes.count, "a member outside of the text")
    }

    private static func checkPieces(of value: JSON, in bytes: [UInt8]) {
        let elements = JSONSplitter.elements(of: bytes.span, in: 0..<bytes.count)
        let members = JSONSplitter.members(of: bytes.span, in: 0..<bytes.count)
        precondition(elements.map { $0.map { parsed(bytes, in: $0) } } == value.arrayValue, "elements differ")
        precondition(members?.count == value.objectValue?.count, "another number of members")
        for (raw, member) in zip(members ?? [], value.objectValue ?? JSONObject()) {
            let quoted = (raw.key.lowerBound - 1)..<(raw.key.upperBound + 1)
            precondition(parsed(bytes, in: quoted) == .string(member.key), "keys differ")
            precondition(parsed(bytes, in: raw.value) == member.value, "members differ")
        }
    }
}
