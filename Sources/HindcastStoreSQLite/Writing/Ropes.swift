/// The list of rope ends in a span row: differences, since neighbours were made together.
enum Ropes {
    static func encode(_ nodes: [Int64]) -> [UInt8]? {
        if nodes.isEmpty { return nil }
        var writer = VarintWriter()
        var last: Int64 = 0
        for node in nodes {
            writer.signed(node &- last)
            last = node
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]?) -> [Int64] {
        guard let bytes else { return [] }
        var reader = VarintReader(bytes)
        var nodes: [Int64] = []
        var last: Int64 = 0
        while let difference = reader.signed() {
            last &+= difference
            nodes.append(last)
        }
        return nodes
    }
}
