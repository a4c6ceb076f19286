/// Any bytes are an archive of bounded files or an error.
package enum ZipFuzz {
    private static let bytesMax = 1 << 20

    package static func run(_ bytes: [UInt8]) {
        do throws(ZipError) {
            let archive = try ZipArchive(count: bytes.count) { range in
                range.lowerBound >= 0 && range.upperBound <= bytes.count ? Array(bytes[range]) : nil
            }
            precondition(archive.entries.count <= ZipArchive.entriesMax, "more files than the limit allows")
            for entry in archive.entries.prefix(16) {
                precondition(!entry.name.split(separator: "/").contains(".."), "a name climbs")
                let content = try archive.bytes(of: entry, bytesMax: bytesMax)
                precondition(content.count == entry.count && content.count <= bytesMax, "another size")
            }
        } catch {
            precondition(!error.sentence.isEmpty, "an error that says nothing")
        }
    }
}
