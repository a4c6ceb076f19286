/// What a dataset may be called.
enum DatasetName {
    /// - Throws: a 400 unless the name is made of letters, digits, hyphens and underscores.
    static func check(_ name: String) throws(InvariantError) {
        let isAllowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isAllowed, (1...InvariantLimits.datasetNameBytesMax).contains(name.utf8.count) else {
            throw .bad("Dataset name can only contain A-Z, a-z, 0-9, - and _")
        }
    }
}
