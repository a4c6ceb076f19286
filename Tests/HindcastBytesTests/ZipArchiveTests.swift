import HindcastBytes
import TestKit
import Testing

@Suite("Zip archives")
struct ZipArchiveTests {
    /// Two files, `a/stored.txt` as it is and `a/packed.txt` deflated, as Python's zipfile writes them.
    private static let sample = decoded(
        """
        UEsDBBQAAAAAAAAAIQCGphA2BQAAAAUAAAAMAAAAYS9zdG9yZWQudHh0aGVsbG9QSwMEFAAAAAgAAAAhAJ5QlH0LAAAA8AAAAAwA
        AABhL3BhY2tlZC50eHTLSM3JyVfIGDEkAFBLAQIUAxQAAAAAAAAAIQCGphA2BQAAAAUAAAAMAAAAAAAAAAAAAACAAQAAAABhL3N0
        b3JlZC50eHRQSwECFAMUAAAACAAAACEAnlCUfQsAAADwAAAADAAAAAAAAAAAAAAAgAEvAAAAYS9wYWNrZWQudHh0UEsFBgAAAAAC
        AAIAdAAAAGQAAAAAAA==
        """)

    private func open(_ bytes: [UInt8]) throws(ZipError) -> ZipArchive {
        try ZipArchive(count: bytes.count) { range in
            range.lowerBound >= 0 && range.upperBound <= bytes.count ? Array(bytes[range]) : nil
        }
    }

    @Test("Files that were stored or deflated come out as they went in")
    func reading() throws {
        let archive = try open(Self.sample)
        #expect(archive.entries.map(\.name) == ["a/stored.txt", "a/packed.txt"])
        #expect(archive.entries.map(\.count) == [5, 240])
        #expect(try archive.bytes(of: archive.entries[0], bytesMax: 240) == Array("hello".utf8))
        #expect(
            try archive.bytes(of: archive.entries[1], bytesMax: 240)
                == Array(String(repeating: "hello ", count: 40).utf8))
        #expect(throws: ZipError.tooLarge(name: "a/packed.txt", bytesMax: 239)) {
            try archive.bytes(of: archive.entries[1], bytesMax: 239)
        }
    }

    @Test(
        "A name that leads out of its folder refuses the whole archive",
        arguments: [
            "../tored.txt", "/a/stored.tx", "a\\stored.txt", "c:/tored.txt", "a/b/../s.txt",
            "a/stored.tx\u{0}",
        ])
    func climbing(name: String) throws {
        let renamed = Self.replaced("a/stored.txt", by: name, in: Self.sample)
        #expect(throws: ZipError.unsupported("a name in it leads elsewhere")) { try open(renamed) }
    }

    @Test("A file whose bytes were changed is refused")
    func checksum() throws {
        let archive = try open(Self.replaced("hello", by: "jello", in: Self.sample))
        #expect(throws: ZipError.malformed("a/stored.txt is not what was packed")) {
            try archive.bytes(of: archive.entries[0], bytesMax: 100)
        }
    }

    @Test(
        "What is no archive is told so",
        arguments: [[], Array("PK".utf8), [UInt8](repeating: 0x50, count: 70_000)])
    func noArchive(bytes: [UInt8]) {
        #expect(throws: ZipError.malformed("it has no list of files")) { try open(bytes) }
    }

    @Test("Damaged archives are refused or read, and never end the process")
    func damaged() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2000 { ZipFuzz.run(random.damaged(Self.sample)) }
    }

    private static func replaced(_ text: String, by other: String, in bytes: [UInt8]) -> [UInt8] {
        precondition(text.utf8.count == other.utf8.count)
        var bytes = bytes
        while let found = bytes.firstRange(of: Array(text.utf8)) {
            bytes.replaceSubrange(found, with: Array(other.utf8))
            if text == other { break }
        }
        return bytes
    }
}

private func decoded(_ text: String) -> [UInt8] { Base64.decode(text.filter { !$0.isWhitespace }) ?? [] }
