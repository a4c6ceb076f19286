import CCurl
import HindcastHTTP

/// A request in the form that libcurl takes, checked.
struct FetchExchange: Sendable {
    let server: String
    let bodyBytesMax: Int
    /// Of the whole, the wait for a turn included.
    private let timeLimitMilliseconds: Int
    private let url: CText
    private let method: CText
    private let headers: [CText]
    private let body: [UInt8]

    /// A host that is there accepts within this; the rest of the time is for its answer.
    private static let connectMilliseconds = 5000

    init(_ request: OutgoingRequest) throws(FetchError) {
        guard let server = request.server else {
            throw .badRequest("An address to ask must be http:// or https://, followed by a host.")
        }
        self.server = server
        guard Self.isToken(request.method.name) else {
            throw .badRequest("The method to ask \(server) with is none.")
        }
        url = CText(request.url.utf8)
        method = CText(request.method.name.utf8)
        body = request.body
        bodyBytesMax = request.answerBytesMax
        timeLimitMilliseconds = request.timeLimitMilliseconds
        // Expect would cost a round trip; the user agent is ours, since some services refuse requests without one.
        var lines = ["Expect:", "User-Agent: hindcast"]
        for (name, value) in request.headers.fields {
            guard Self.isToken(name), value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 })
            else {
                throw .badRequest(
                    "The header \(Self.isToken(name) ? name : "field") for \(server) holds control characters."
                )
            }
            // An empty value takes a semicolon, or libcurl leaves the field out.
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        headers = lines.map { CText($0.utf8) }
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
    }

    /// Blocks until the exchange has ended.
    /// - Parameter milliseconds: what is left of the time.
    func perform(on fetcher: UnsafeMutablePointer<HindcastFetcher>, milliseconds: Int) -> Result<
        OutgoingResponse, FetchError
    > {
        var reply = unsafe HindcastFetchReply()
        defer { unsafe hindcast_fetch_release(&reply) }
        let lines = unsafe headers.map { unsafe Optional($0.pointer) }
        unsafe lines.withUnsafeBufferPointer { lines in
            unsafe body.withUnsafeBytes { body in
                var request = unsafe HindcastFetchRequest(
                    method: method.pointer, url: url.pointer, headers: lines.baseAddress,
                    headerCount: lines.count, body: body.baseAddress, bodyBytes: body.count,
                    timeoutMilliseconds: milliseconds, connectMilliseconds: Self.connectMilliseconds,
                    replyBytesMax: bodyBytesMax)
                unsafe hindcast_fetch(fetcher, &request, &reply)
            }
        }
        return unsafe outcome(&reply)
    }

    private func outcome(_ reply: inout HindcastFetchReply) -> Result<OutgoingResponse, FetchError> {
        if unsafe reply.isCancelled != 0 { return .failure(.cancelled) }
        if unsafe reply.body.isOver != 0 {
            return .failure(.tooLarge(server: server, bytesMax: bodyBytesMax))
        }
        if unsafe reply.isTimeout != 0 {
            return .failure(.timedOut(server: server, milliseconds: timeLimitMilliseconds))
        }
        guard unsafe reply.code == 0 else {
            let reason = unsafe withUnsafeBytes(of: reply.reason) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            return .failure(
                unsafe reply.isUntrusted != 0
                    ? .untrusted(server: server, reason: reason)
                    : .unreachable(server: server, reason: reason))
        }
        return .success(
            OutgoingResponse(
                status: unsafe Int(reply.status), headers: Self.headers(unsafe Self.bytes(reply.head)),
                body: unsafe Self.bytes(reply.body)))
    }

    private static func bytes(_ bytes: HindcastFetchBytes) -> [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.count))
    }

    private static func headers(_ head: [UInt8]) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for line in head.split(separator: UInt8(ascii: "\n")).dropFirst() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let blanks: Set<UInt8> = [0x09, 0x0D, 0x20]
            let value = line[line.index(after: colon)...].drop { blanks.contains($0) }
            let end =
                value.lastIndex { !blanks.contains($0) }.map { value.index(after: $0) } ?? value.startIndex
            headers.add(
                String(decoding: line[..<colon], as: UTF8.self),
                String(decoding: value[..<end], as: UTF8.self))
        }
        return headers
    }
}
