#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A client that sends exactly the bytes it is told, well-formed or not. Blocking; use inside `offPool`.
final class RawClient {
    struct Failure: Error {
        let what: String
    }

    struct Response {
        var status = 0
        var headers: [String: String] = [:]
        var body = ""
    }

    private let socket: Int32
    private var buffer: [UInt8] = []
    private var isOpen = true

    init(port: UInt16) throws {
        #if canImport(Glibc)
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        // A server that never answers fails the test instead of hanging it.
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, size)
            }
        }
        guard code == 0 else { throw Failure(what: "connect: \(errno)") }
    }

    deinit {
        close()
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        #if canImport(Glibc)
            _ = Glibc.close(socket)
        #else
            _ = Darwin.close(socket)
        #endif
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Sends what the server takes; a connection it has closed is found out when reading.
    func send(_ bytes: [UInt8]) {
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent...])
                #if canImport(Glibc)
                    return unsafe Glibc.send(socket, rest.baseAddress, rest.count, flags)
                #else
                    return unsafe Darwin.send(socket, rest.baseAddress, rest.count, flags)
                #endif
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// The next line without its end, or nil at the end of input.
    func line() throws -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                return line.hasSuffix("\r") ? String(line.dropLast()) : line
            }
            if try !fill() { return nil }
        }
    }

    /// The next response with its whole body, or nil when the server has closed the connection.
    func response(toHead isHead: Bool = false) throws -> Response? {
        guard let first = try line() else { return nil }
        let parts = first.split(separator: " ")
        guard parts.count > 1, let status = Int(parts[1]) else { throw Failure(what: "bad start: \(first)") }
        var response = Response(status: status)
        while let field = try line(), field != "" {
            let pair = field.split(separator: ":", maxSplits: 1)
            let value = pair.count > 1 ? pair[1].drop { $0 == " " } : ""
            response.headers[pair[0].lowercased()] = String(value)
        }
        if isHead || status == 100 { return response }
        if response.headers["transfer-encoding"] == "chunked" {
            while let size = try line(), let count = Int(size, radix: 16) {
                response.body += try text(count)
                _ = try line()
                if count == 0 { break }
            }
        } else if let count = response.headers["content-length"].flatMap({ Int($0) }) {
            response.body = try text(count)
        }
        return response
    }

    private func text(_ count: Int) throws -> String {
        while buffer.count < count {
            if try !fill() { throw Failure(what: "the body ends after \(buffer.count) of \(count) bytes") }
        }
        defer { buffer.removeFirst(count) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    private func fill() throws -> Bool {
        var part = [UInt8](repeating: 0, count: 64 * 1024)
        let count = unsafe part.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
        if count < 0, errno == EAGAIN { throw Failure(what: "the server did not answer in time") }
        guard count > 0 else { return false }
        buffer.append(contentsOf: part[..<count])
        return true
    }
}
