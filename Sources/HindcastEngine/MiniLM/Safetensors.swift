import HindcastJSON

/// Where the numbers lie in a file of the safetensors form: eight bytes with the length of a JSON head, the head, then
/// the numbers.
struct Safetensors: Sendable {
    struct Tensor: Sendable, Equatable {
        /// From the file's first byte.
        let place: Int
        let shape: [Int]
    }

    /// Tensors of 32-bit floats; others are left out.
    let tensors: [String: Tensor]

    /// About a hundred bytes a tensor; the largest models have some thousand.
    private static let headBytesMax = 1 << 20
    private static let tensorsMax = 10_000
    private static let rankMax = 4

    /// - Parameters:
    ///   - count: of the file's bytes.
    ///   - source: some of its bytes; nil when they are not all there.
    /// - Throws: `ModelError` for what is no such file, or one whose tensors lie outside of it.
    init(count: Int, source: (Range<Int>) -> [UInt8]?) throws(ModelError) {
        guard let bytes = source(0..<8) else { throw .damaged("The weights end before they begin.") }
        let headCount = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard headCount <= Self.headBytesMax, let head = source(8..<8 + Int(headCount)) else {
            throw .damaged("The weights are no safetensors file.")
        }
        let start = 8 + Int(headCount)
        let members: JSONObject?
        do throws(JSONError) {
            members = try JSONReader.parse(head, limits: JSONLimits(depthMax: 4, bytesMax: Self.headBytesMax))
                .objectValue
        } catch {
            members = nil
        }
        guard let members, members.count <= Self.tensorsMax else {
            throw .damaged("The weights are no safetensors file.")
        }
        var tensors: [String: Tensor] = [:]
        for (name, value) in members where value["dtype"] == "F32" {
            guard let tensor = Self.tensor(value, start: start, room: count - start) else {
                throw .damaged(
                    "The weights named \"\(name.clipped(bytesMax: 100))\" lie outside of their file.")
            }
            tensors[name] = tensor
        }
        self.tensors = tensors
    }

    private static func tensor(_ value: JSON, start: Int, room: Int) -> Tensor? {
        guard let offsets = value["data_offsets"]?.arrayValue?.compactMap(\.intValue), offsets.count == 2,
            offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= Int64(room),
            let shape = value["shape"]?.arrayValue?.compactMap(\.intValue), shape.count <= rankMax,
            shape.count == value["shape"]?.arrayValue?.count
        else { return nil }
        var bytes: Int64 = 4
        for length in shape {
            let (product, isOver) = bytes.multipliedReportingOverflow(by: length)
            guard length >= 0, !isOver else { return nil }
            bytes = product
        }
        let place = start + Int(offsets[0])
        // Floats are read in place, so they must lie where floats may lie.
        guard bytes == offsets[1] - offsets[0], place % MemoryLayout<Float>.alignment == 0 else { return nil }
        return Tensor(place: place, shape: shape.map(Int.init))
    }
}
