import CZlib

/// The files of a zip archive, stored or deflated, as Python wheels are. Nothing is unpacked by name: whoever reads
/// asks for a file's bytes and decides where they go.
public struct ZipArchive {
    public struct Entry: Equatable, Sendable {
        public let name: String
        /// Unpacked.
        public let count: Int
        let packedCount: Int
        let method: Int
        let checksum: UInt32
        let headerPlace: Int
    }

    public let entries: [Entry]
    /// Bytes of the archive; nil when they are not all there.
    public typealias Source = (Range<Int>) -> [UInt8]?
    private let source: Source

    /// A large wheel has some hundred files.
    public static let entriesMax = 10_000
    private static let nameBytesMax = 1024
    /// The end record with the longest comment.
    private static let endBytesMax = 22 + 65_535

    /// Reads the list of files. An archive in which any name leads out of the folder it would be unpacked into is
    /// refused.
    public init(count: Int, source: @escaping Source) throws(ZipError) {
        self.source = source
        let tailStart = max(0, count - Self.endBytesMax)
        guard let tail = source(tailStart..<count), let end = Self.endRecord(in: tail) else {
            throw .malformed("it has no list of files")
        }
        let total = tail.number16(end + 10)
        let bytes = tail.number32(end + 12)
        let start = tail.number32(end + 16)
        guard total != 0xFFFF, bytes != 0xFFFF_FFFF, start != 0xFFFF_FFFF else {
            throw .unsupported("it is in the form for very large archives (zip64)")
        }
        guard total <= Self.entriesMax else {
            throw .unsupported("it has more than \(Self.entriesMax) files")
        }
        guard start + bytes <= tailStart + end, let list = source(start..<start + bytes) else {
            throw .malformed("its list of files lies outside of it")
        }
        entries = try Self.entries(in: list, total)
    }

    private static func endRecord(in tail: [UInt8]) -> Int? {
        var place = tail.count - 22
        while place >= 0 {
            if tail.number32(place) == 0x0605_4B50, place + 22 + tail.number16(place + 20) == tail.count {
                return place
            }
            place -= 1
        }
        return nil
    }

    private static func entries(in list: [UInt8], _ total: Int) throws(ZipError) -> [Entry] {
        var entries: [Entry] = []
        var place = 0
        for _ in 0..<total {
            guard place + 46 <= list.count, list.number32(place) == 0x0201_4B50 else {
                throw .malformed("its list of files ends early")
            }
            let nameCount = list.number16(place + 28)
            let next = place + 46 + nameCount + list.number16(place + 30) + list.number16(place + 32)
            guard next <= list.count, nameCount <= nameBytesMax else {
                throw .malformed("its list of files ends early")
            }
            let name = String(decoding: list[place + 46..<place + 46 + nameCount], as: UTF8.self)
            guard isHarmless(name) else { throw .unsupported("a name in it leads elsewhere") }
            guard list.number16(place + 8) & 1 == 0 else { throw .unsupported("\(name) is encrypted") }
            entries.append(
                Entry(
                    name: name, count: list.number32(place + 24), packedCount: list.number32(place + 20),
                    method: list.number16(place + 10), checksum: UInt32(list.number32(place + 16)),
                    headerPlace: list.number32(place + 42)))
            place = next
        }
        return entries
    }

    private static func isHarmless(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/") && !name.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\\") }
            && !name.split(separator: "/", omittingEmptySubsequences: false).contains { $0 == ".." }
            && !(name.dropFirst().first == ":")
    }

    /// The unpacked bytes of a file, checked against its checksum.
    public func bytes(of entry: Entry, bytesMax: Int) throws(ZipError) -> [UInt8] {
        guard entry.count <= bytesMax, entry.packedCount <= bytesMax else {
            throw .tooLarge(name: entry.name, bytesMax: bytesMax)
        }
        guard let head = source(entry.headerPlace..<entry.headerPlace + 30), head.number32(0) == 0x0403_4B50
        else {
            throw .malformed("\(entry.name) is not where the list says")
        }
        let start = entry.headerPlace + 30 + head.number16(26) + head.number16(28)
        guard let packed = source(start..<start + entry.packedCount) else {
            throw .malformed("\(entry.name) ends early")
        }
        let bytes = try unpacked(packed, entry)
        let checksum = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe UInt32(crc32_z(0, buffer.baseAddress, buffer.count))
        }
        // zlib takes no bytes for the question how checksums begin.
        guard bytes.count == entry.count, bytes.isEmpty || checksum == entry.checksum else {
            throw .malformed("\(entry.name) is not what was packed")
        }
        return bytes
    }

    private func unpacked(_ packed: [UInt8], _ entry: Entry) throws(ZipError) -> [UInt8] {
        switch entry.method {
        case 0: return packed
        case 8:
            guard let bytes = Self.inflated(packed, count: entry.count) else {
                throw .malformed("\(entry.name) cannot be unpacked")
            }
            return bytes
        default: throw .unsupported("\(entry.name) is packed by method \(entry.method)")
        }
    }

    /// A deflate stream without a wrapper. Nil unless it holds exactly so many bytes.
    private static func inflated(_ packed: [UInt8], count: Int) -> [UInt8]? {
        var stream = unsafe z_stream()
        let rawWindow: Int32 = -15
        guard
            unsafe inflateInit2_(&stream, rawWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { unsafe inflateEnd(&stream) }
        var isWhole = false
        // One byte more than announced: a stream that holds more is noticed.
        let bytes = unsafe packed.withUnsafeBufferPointer { input in
            unsafe [UInt8](unsafeUninitializedCapacity: count + 1) { output, filled in
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(count + 1)
                isWhole = unsafe inflate(&stream, Z_FINISH) == Z_STREAM_END
                filled = unsafe count + 1 - Int(stream.avail_out)
            }
        }
        return isWhole && bytes.count == count ? bytes : nil
    }
}

extension [UInt8] {
    /// Two bytes, low one first. They must be there.
    fileprivate func number16(_ place: Int) -> Int { Int(self[place]) | Int(self[place + 1]) << 8 }

    /// Four bytes, low one first. They must be there.
    fileprivate func number32(_ place: Int) -> Int { number16(place) | number16(place + 2) << 16 }
}
