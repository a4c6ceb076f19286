import HindcastHTTP

/// Keeps web pages of other sites from using the browser of a person who runs a server.
///
/// A page elsewhere can make the browser send requests here, and by rebinding its own name to 127.0.0.1 it can even
/// read the answers. In open mode the name under which the request came must therefore be a loopback one; in both modes
/// the page that sends it must come from the same host.
struct OriginPolicy: Sendable {
    let mode: AccessMode

    /// - Throws: `foreignHost` or `foreignOrigin`.
    func check(_ head: HTTPRequest) throws(AccessError) {
        let hosts = head.headers.values("Host")
        let host = hosts.count == 1 ? hosts[0] : ""
        if mode == .open, !Self.isLoopback(host) { throw .foreignHost(hosts.joined(separator: ", ")) }
        for origin in head.headers.values("Origin") where !Self.isSame(origin, host) {
            throw .foreignOrigin(origin)
        }
        if head.headers["Origin"] == nil, head.headers["Sec-Fetch-Site"]?.lowercased() == "cross-site",
            head.headers["Sec-Fetch-Mode"]?.lowercased() != "navigate"
        {
            throw .foreignOrigin("another site")
        }
    }

    /// `localhost`, a name under it, 127.0.0.0/8 or ::1, with or without a port.
    static func isLoopback(_ host: String) -> Bool {
        guard let name = hostName(host)?.lowercased() else { return false }
        if name == "localhost" || name == "localhost." || name.hasSuffix(".localhost") { return true }
        if name == "[::1]" || name == "[::ffff:127.0.0.1]" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { (48...57).contains($0) } && UInt8(part) != nil
            }
    }

    /// The host without its port. Nil when the port is no number or there is anything else.
    private static func hostName(_ host: String) -> Substring? {
        let end: String.Index
        if host.hasPrefix("[") {
            guard let close = host.firstIndex(of: "]") else { return nil }
            end = host.index(after: close)
        } else {
            end = host.firstIndex(of: ":") ?? host.endIndex
        }
        let rest = host[end...]
        guard rest.isEmpty || (rest.first == ":" && UInt16(rest.dropFirst()) != nil) else { return nil }
        return host[..<end]
    }

    /// Whether a page of `origin` is served under `host`. The scheme may differ: a proxy may end TLS.
    private static func isSame(_ origin: String, _ host: String) -> Bool {
        guard let mark = origin.firstRange(of: "://") else { return false }
        let scheme = origin[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return false }
        let authority = origin[mark.upperBound...].lowercased()
        let port = scheme == "http" ? ":80" : ":443"
        return normalised(authority, port) == normalised(host.lowercased(), port)
    }

    private static func normalised(_ authority: String, _ defaultPort: String) -> Substring {
        authority.hasSuffix(defaultPort) ? authority.dropLast(defaultPort.count) : authority[...]
    }
}
