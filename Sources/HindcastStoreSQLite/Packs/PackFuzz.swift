/// Any bytes are a pack or a `StoreError`, and what is packed comes back.
package enum PackFuzz {
    private static let first: Int64 = 100

    /// - Precondition: traps when a content changes on its way; that is the finding.
    package static func run(_ bytes: [UInt8]) {
        let codec = PackCodec()
        for rawBytes in [bytes.count, Int(bytes.first ?? 0)] {
            _ = try? Pack(
                first: first, count: Int(bytes.last ?? 0), rawBytes: rawBytes, stored: bytes, codec: codec)
        }
        readTable(bytes, codec)
        var contents: [[UInt8]] = []
        var rest = bytes[...]
        while let length = rest.popFirst() {
            contents.append(Array(rest.prefix(Int(length))))
            rest = rest.dropFirst(Int(length))
        }
        roundTrip(contents, codec)
    }

    /// The bytes as the table and contents themselves: behind the compressor, where a fuzzer would seldom get.
    private static func readTable(_ bytes: [UInt8], _ codec: PackCodec) {
        let stored = [Pack.version] + codec.compress(bytes, level: 1)
        let count = Int(bytes.last ?? 0)
        guard
            let pack = try? Pack(
                first: first, count: count, rawBytes: bytes.count, stored: stored, codec: codec)
        else {
            return
        }
        for number in first - 1...first + Int64(count) { _ = pack.content(number) }
    }

    private static func roundTrip(_ contents: [[UInt8]], _ codec: PackCodec) {
        var builder = PackBuilder(first: first, packBytesMax: 300, level: 1, codec: codec)
        for content in contents { builder.add(.slice, project: Int64(content.count), content) }
        builder.seal()
        var next = first
        for sealed in builder.sealed {
            precondition(sealed.first == next, "a gap between packs")
            let pack: Pack
            do {
                pack = try Pack(
                    first: sealed.first, count: sealed.count, rawBytes: sealed.rawBytes,
                    stored: sealed.stored,
                    codec: codec)
            } catch {
                preconditionFailure("a pack that cannot be read: \(error)")
            }
            for _ in 0..<sealed.count {
                let wanted = contents[Int(next - first)]
                precondition(pack.content(next) == wanted, "content \(next) came back as another")
                precondition(
                    pack.entry(next)?.project == Int64(wanted.count), "content \(next) changed its project")
                next += 1
            }
        }
        precondition(
            next - first == Int64(contents.count), "\(contents.count) contents became \(next - first)")
    }
}
