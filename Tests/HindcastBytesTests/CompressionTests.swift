import HindcastBytes
import TestKit
import Testing

struct CompressionTests {
    private static let text = Array("A conversation is a path in a tree of messages. ".utf8)
    private static let long = (0..<5_000).flatMap { _ in text }
    /// zlib's own output for "hello", in the wrapper HTTP calls "deflate".
    private static let zlibHello = Hex.decode("789ccb48cdc9c90700062c0215") ?? []

    @Test("What is compressed with gzip comes back, empty and large content included")
    func gzipRoundTrip() throws {
        for content in [[], Self.text, Self.long] {
            #expect(try Gzip.decompress(Gzip.compress(content, level: 6), bytesMax: content.count) == content)
        }
    }

    @Test("HTTP's deflate bodies are read")
    func zlibWrapper() throws {
        #expect(try Gzip.decompress(Self.zlibHello, bytesMax: 100) == Array("hello".utf8))
    }

    @Test("Gzip members one after the other are one content; zero padding after them is ignored")
    func gzipMembers() throws {
        let body = Gzip.compress(Self.text) + Gzip.compress(Self.text) + [0, 0, 0]
        #expect(try Gzip.decompress(body, bytesMax: 1000) == Self.text + Self.text)
    }

    @Test("A gzip bomb is given up at the limit")
    func gzipBomb() {
        let bomb = Gzip.compress([UInt8](repeating: 0, count: 50_000_000), level: 9)
        #expect(bomb.count < 100_000)
        #expect(throws: CompressionError.tooLarge(limit: 1_000_000)) {
            try Gzip.decompress(bomb, bytesMax: 1_000_000)
        }
        let many = (0..<100).flatMap { _ in Gzip.compress(Self.long) }
        #expect(throws: CompressionError.tooLarge(limit: 1_000_000)) {
            try Gzip.decompress(many, bytesMax: 1_000_000)
        }
    }

    @Test("A body cut anywhere is reported as cut, by gzip")
    func gzipTruncated() {
        let body = Gzip.compress(Self.text)
        for count in 0..<body.count {
            #expect(throws: CompressionError.truncated, "cut to \(count) bytes") {
                try Gzip.decompress(Array(body[..<count]), bytesMax: 1000)
            }
        }
    }

    @Test("Garbage is malformed, before, inside and after gzip content")
    func gzipGarbage() {
        var flipped = Gzip.compress(Self.text)
        flipped[flipped.count - 6] ^= 1
        let bodies = [
            Self.text, flipped, Gzip.compress(Self.text) + [1, 2, 3], Self.zlibHello + Self.zlibHello,
        ]
        for body in bodies {
            let error = #expect(throws: CompressionError.self) { try Gzip.decompress(body, bytesMax: 1000) }
            guard case .malformed = error else {
                Issue.record("\(String(describing: error)) for \(body)")
                continue
            }
        }
    }

    @Test("What is compressed with zstd comes back at every level, empty content included")
    func zstdRoundTrip() throws {
        let (compressor, decompressor) = (ZstdCompressor(), ZstdDecompressor())
        for level: Int32 in [1, 3, 19] {
            for content in [[], Self.text, Self.long] {
                let frame = compressor.compress(content, level: level)
                #expect(try decompressor.decompress(frame, bytesMax: content.count) == content)
                #expect(
                    try Zstd.decompress(Zstd.compress(content, level: level), bytesMax: 1 << 20) == content)
            }
        }
    }

    @Test("Zstd frames one after the other are one content")
    func zstdFrames() throws {
        let body = Zstd.compress(Self.long, level: 3) + Zstd.compress(Self.text, level: 3)
        #expect(try Zstd.decompress(body, bytesMax: 1 << 20) == Self.long + Self.text)
    }

    @Test("A zstd frame that does not state its size is read")
    func zstdUnknownSize() throws {
        #expect(try Zstd.decompress(Self.streamedFrame, bytesMax: 5) == Array("hello".utf8))
        #expect(throws: CompressionError.tooLarge(limit: 4)) {
            try Zstd.decompress(Self.streamedFrame, bytesMax: 4)
        }
    }

    /// Magic, a descriptor without content size or checksum, a 1 KiB window, one last raw block of five bytes.
    private static let streamedFrame: [UInt8] =
        [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x00, 0x29, 0x00, 0x00] + Array("hello".utf8)

    @Test("A zstd bomb is given up at the limit, whether or not it states its size")
    func zstdBomb() {
        let bomb = Zstd.compress([UInt8](repeating: 0, count: 50_000_000), level: 3)
        #expect(bomb.count < 10_000)
        #expect(throws: CompressionError.tooLarge(limit: 1_000_000)) {
            try Zstd.decompress(bomb, bytesMax: 1_000_000)
        }
        let many = (0..<100).flatMap { _ in Zstd.compress(Self.long, level: 3) }
        #expect(throws: CompressionError.tooLarge(limit: 1_000_000)) {
            try Zstd.decompress(many, bytesMax: 1_000_000)
        }
        // A window descriptor of 3.75 TiB must not be believed.
        let window: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xff, 0x29, 0x00, 0x00] + Array("hello".utf8)
        #expect(throws: CompressionError.self) { try Zstd.decompress(window, bytesMax: 1_000_000) }
    }

    @Test("A body cut anywhere is reported as cut, by zstd")
    func zstdTruncated() {
        for body in [Zstd.compress(Self.text, level: 3), Self.streamedFrame] {
            for count in 0..<body.count {
                #expect(throws: CompressionError.truncated, "cut to \(count) bytes") {
                    try Zstd.decompress(Array(body[..<count]), bytesMax: 1000)
                }
            }
        }
    }

    @Test("Garbage is malformed, before and after zstd content, and does no harm to the next body")
    func zstdGarbage() throws {
        let decompressor = ZstdDecompressor()
        let good = Zstd.compress(Self.text, level: 3)
        for body in [Self.text, good + Self.text] {
            let error = #expect(throws: CompressionError.self) {
                try decompressor.decompress(body, bytesMax: 1000)
            }
            guard case .malformed = error else {
                Issue.record("\(String(describing: error)) for \(body)")
                continue
            }
            #expect(try decompressor.decompress(good, bytesMax: 1000) == Self.text)
        }
    }

    @Test("Ten thousand damaged bodies break nothing")
    func damaged() {
        var generator = SeededGenerator(seed: 1)
        for index in 0..<10_000 {
            let content = generator.bytes(Int.random(in: 0...60, using: &generator), from: [0, 1, 2, 255])
            switch index % 3 {
            case 0: CompressionFuzz.run(content)
            case 1: CompressionFuzz.run(generator.damaged(Gzip.compress(content)))
            default: CompressionFuzz.run(generator.damaged(Zstd.compress(content, level: 1)))
            }
        }
    }
}
