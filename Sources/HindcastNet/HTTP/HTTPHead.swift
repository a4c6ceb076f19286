import CMicrohttpd
import HindcastHTTP

/// The header fields of a request and what they say about its body.
struct HTTPHead {
    /// How the body is delimited.
    struct Framing {
        var hasBody: Bool
        var declaredBytes: Int?
        /// The client waits for `100 Continue` before it sends.
        var asksFirst: Bool
    }

    private(set) var headers = HTTPHeaders()

    /// Collects the fields of a connection whose head is complete.
    static func read(_ handle: OpaquePointer) -> HTTPHead {
        var head = HTTPHead()
        unsafe withUnsafeMutablePointer(to: &head) { pointer in
            _ = unsafe hindcast_http_headers(handle, httpHeaderCallback, pointer)
        }
        return head
    }

    fileprivate mutating func add(_ name: String, _ value: String) {
        headers.add(name, value)
    }

    /// Decides where the body ends, and refuses every head about which two servers could disagree: that is
    /// how a second request is smuggled past a proxy.
    func framing() throws(HTTPError) -> Framing {
        guard headers.fields.count <= HTTPLimits.headerFieldsMax else {
            throw HTTPError(.headersTooLarge, "more than \(HTTPLimits.headerFieldsMax) header fields")
        }
        // "Content-Length : 3" is a length to some servers and a strange name to others.
        guard headers.fields.allSatisfy({ HTTPHead.isName($0.name) }) else {
            throw HTTPError(.badRequest, "a header name is empty or has a space or control character in it")
        }
        let lengths = headers.values("Content-Length")
        let codings = headers.values("Transfer-Encoding")
        let asksFirst = headers["Expect"]?.lowercased() == "100-continue"
        guard codings.isEmpty else {
            guard lengths.isEmpty else {
                throw HTTPError(.badRequest, "send Content-Length or Transfer-Encoding, not both")
            }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else {
                throw HTTPError(.notImplemented, "the only Transfer-Encoding taken is chunked")
            }
            return Framing(hasBody: true, declaredBytes: nil, asksFirst: asksFirst)
        }
        guard let first = lengths.first else {
            return Framing(hasBody: false, declaredBytes: nil, asksFirst: false)
        }
        guard lengths.allSatisfy({ $0 == first }) else {
            throw HTTPError(.badRequest, "several Content-Length fields that differ")
        }
        let isDigits = first.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDigits, let count = Int(first) else {
            throw HTTPError(.badRequest, "Content-Length is no number of bytes")
        }
        return Framing(hasBody: count > 0, declaredBytes: count, asksFirst: asksFirst)
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > UInt8(ascii: " ") && $0 < 0x7f }
    }

    /// The target without scheme and authority: clients of proxies send the absolute form.
    static func originForm(_ target: String) -> String {
        guard target.utf8.first != UInt8(ascii: "/"),
            target.hasPrefix("http://") || target.hasPrefix("https://")
        else { return target }
        let rest = target[target.index(after: target.firstIndex(of: ":") ?? target.startIndex)...].dropFirst(
            2)
        guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { return "/" }
        return String(rest[slash...])
    }
}

/// The library calls this once for each field.
private func httpHeaderCallback(
    context: UnsafeMutableRawPointer?, kind: MHD_ValueKind, name: UnsafePointer<CChar>?,
    value: UnsafePointer<CChar>?
) -> MHD_Result {
    guard let head = unsafe context?.assumingMemoryBound(to: HTTPHead.self), let name = unsafe name else {
        return .NO
    }
    let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
    unsafe head.pointee.add(String(cString: name), text)
    return .YES
}
