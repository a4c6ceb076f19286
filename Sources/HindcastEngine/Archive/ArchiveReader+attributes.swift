import HindcastModel
import HindcastProtobuf

/// Putting attributes together again. The result is written into one new buffer, as if it had just arrived.
extension ArchiveReader {
    func attributes(_ range: Range<Int>) throws(ProtobufError) -> Attributes {
        let span = bytes.span
        var output = AttributesBuilder()
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: span) {
            guard case .bytes(let part) = field.value else { continue }
            switch field.number {
            case ArchiveFormat.Attributes.plain: output.add(keyValue: span.extracting(part))
            case ArchiveFormat.Attributes.rope: try addRope(part, to: &output)
            case ArchiveFormat.Attributes.flat: try addFlat(part, to: &output)
            default: break
            }
        }
        return try output.attributes()
    }

    private func addRope(_ range: Range<Int>, to output: inout AttributesBuilder) throws(ProtobufError) {
        let span = bytes.span
        var key = range.lowerBound..<range.lowerBound
        var isBytes = false
        var value: [UInt8] = []
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: span) {
            switch (field.number, field.value) {
            case (ArchiveFormat.Rope.key, .bytes(let found)): key = found
            case (ArchiveFormat.Rope.isBytes, .varint(let flag)): isBytes = flag != 0
            case (ArchiveFormat.Rope.literal, .bytes(let found)): value.append(contentsOf: bytes[found])
            case (ArchiveFormat.Rope.list, .bytes(let found)):
                let list = try ListReference(found, in: span)
                for (index, slice) in elements(list).enumerated() {
                    if index > 0 { value.append(contentsOf: bytes[list.separator]) }
                    value.append(contentsOf: slice)
                }
            default: break
            }
        }
        output.add(key: span.extracting(key), value: value, isBytes: isBytes)
    }

    private func addFlat(_ range: Range<Int>, to output: inout AttributesBuilder) throws(ProtobufError) {
        let list = try ListReference(range, in: bytes.span)
        var position = 0
        for slice in elements(list) {
            var cursor = ProtobufCursor(0..<slice.count)
            while let field = try cursor.next(in: slice.span) {
                guard field.number == 1, case .bytes(let group) = field.value else { continue }
                let index = position < list.indices.count ? list.indices[position] : position
                try output.add(group: group, of: slice, keyPrefix: list.prefix + String(index))
                position += 1
            }
        }
    }

    private func elements(_ list: ListReference) -> [[UInt8]] {
        list.path < slices.lists.count ? slices.lists[list.path] : []
    }
}

/// Where a list's elements are, and how they are put between their neighbours.
private struct ListReference {
    var path = Int.max
    var separator = 0..<0
    var prefix = ""
    var indices: [Int] = []

    init(_ range: Range<Int>, in bytes: Span<UInt8>) throws(ProtobufError) {
        var cursor = ProtobufCursor(range)
        while let field = try cursor.next(in: bytes) {
            switch (field.number, field.value) {
            case (ArchiveFormat.List.path, .varint(let value)): path = Int(clamping: value)
            case (ArchiveFormat.List.separator, .bytes(let found)): separator = found
            case (ArchiveFormat.List.prefix, .bytes(let found)): prefix = utf8String(bytes, found)
            case (ArchiveFormat.List.indices, .varint(let value)): indices.append(Int(clamping: value))
            default: break
            }
        }
    }
}
