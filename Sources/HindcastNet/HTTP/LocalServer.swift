import CMicrohttpd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A Hindcast server on this machine, asked one thing by a command that finds its folder in use.
///
/// Plain HTTP without a body, one request for each connection: enough for our own server and for nothing else.
public struct LocalServer: Sendable {
    private let host: String
    private let port: UInt16

    /// Bytes of an answer; the commands' answers have a few hundred.
    private static let answerBytesMax = 1 << 20

    /// Nil for what is not `http://host:port`, as a server with TLS announces itself.
    public init?(url: String) {
        let scheme = "http://"
        guard url.hasPrefix(scheme), let colon = url.lastIndex(of: ":"),
            let port = UInt16(url[url.index(after: colon)...])
        else { return nil }
        let name = url[url.index(url.startIndex, offsetBy: scheme.count)..<colon]
        host = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : String(name)
        self.port = port
    }

    /// The body of a 2xx answer; nil when there is no server, no such answer, or too much of one.
    public func ask(_ method: String, _ path: String) async -> [UInt8]? {
        await withCheckedContinuation { (done: CheckedContinuation<[UInt8]?, Never>) in
            let work: @Sendable () -> Void = { done.resume(returning: exchange(method, path)) }
            if !NetThread.start(work) { work() }
        }
    }

    private func exchange(_ method: String, _ path: String) -> [UInt8]? {
        let socket = unsafe hindcast_http_connect(host, port)
        guard socket >= 0 else { return nil }
        defer { hindcast_http_close(socket) }
        let name = host.contains(":") ? "[\(host)]" : host
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: \(name):\(port)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let request = Array(head.utf8)
        guard unsafe hindcast_http_send(socket, request, request.count) == 1 else { return nil }
        var answer: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16 * 1024)
        while answer.count < Self.answerBytesMax {
            let count = unsafe recv(socket, &block, block.count, 0)
            if count <= 0 { break }
            answer += block[..<count]
        }
        return Self.body(of: answer)
    }

    /// The body behind the head, when the status line says that all went well.
    static func body(of answer: [UInt8]) -> [UInt8]? {
        let status = answer.prefix { $0 != UInt8(ascii: "\r") }.split(separator: UInt8(ascii: " "))
        guard status.count > 1, status[1].first == UInt8(ascii: "2") else { return nil }
        guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        return Array(answer[end.upperBound...])
    }
}
