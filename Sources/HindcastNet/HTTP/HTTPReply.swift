import CMicrohttpd
import HindcastHTTP

/// Turns a response value into one of the library's.
enum HTTPReply {
    /// Up to here a body is copied whole; larger ones are copied block by block as the socket takes them.
    private static let copiedBytesMax = 64 * 1024

    /// Sends a response that is known in full. To `HEAD` the library sends its length only.
    static func send(_ response: HTTPResponse, on connection: HTTPConnection) -> Bool {
        var body: [UInt8] = []
        if case .bytes(let bytes) = response.body { body = bytes }
        if body.count > copiedBytesMax {
            let context = unsafe Unmanaged.passRetained(HTTPReplyBody(body)).toOpaque()
            let reply = unsafe MHD_create_response_from_callback(
                UInt64(body.count), copiedBytesMax, httpBodyCallback, context, httpBodyEndCallback)
            if unsafe reply == nil { unsafe httpBodyEndCallback(context: context) }
            return unsafe queue(reply, response, on: connection)
        }
        let reply = unsafe body.withUnsafeBytes { unsafe hindcast_http_copied($0.baseAddress, $0.count) }
        return unsafe queue(reply, response, on: connection)
    }

    /// Sends a response that grows until its stream ends or the client leaves.
    static func send(
        _ response: HTTPResponse, events: AsyncStream<ServerSentEvent>, on connection: HTTPConnection
    ) -> Bool {
        let feed = EventFeed(connection: connection)
        let context = unsafe Unmanaged.passRetained(feed).toOpaque()
        // 4 KiB: events are small, and every listener holds one block.
        let reply = unsafe MHD_create_response_from_callback(
            HINDCAST_HTTP_SIZE_UNKNOWN, 4_096, httpEventsCallback, context, httpEventsEndCallback)
        if unsafe reply == nil { unsafe httpEventsEndCallback(context: context) }
        feed.start(events)
        connection.attach(feed)
        return unsafe queue(reply, response, on: connection)
    }

    /// False when the library has no memory for the answer; it then closes the connection.
    private static func queue(
        _ reply: OpaquePointer?, _ response: HTTPResponse, on connection: HTTPConnection
    ) -> Bool {
        guard let reply = unsafe reply else { return false }
        // A field with a line break in it is refused by the library and so never leaves.
        for field in response.headers.fields {
            _ = unsafe MHD_add_response_header(reply, field.name, field.value)
        }
        let result = unsafe MHD_queue_response(connection.handle, UInt32(response.status.code), reply)
        unsafe MHD_destroy_response(reply)
        return result == .YES
    }
}

/// A large body while it is being sent.
private final class HTTPReplyBody {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

private func httpBodyCallback(
    context: UnsafeMutableRawPointer?, position: UInt64, block: UnsafeMutablePointer<CChar>?, capacity: Int
) -> Int {
    guard let context = unsafe context, let block = unsafe block else { return Int(HINDCAST_HTTP_END) }
    let body = unsafe Unmanaged<HTTPReplyBody>.fromOpaque(context).takeUnretainedValue()
    let start = Int(position)
    let count = min(capacity, body.bytes.count - start)
    guard count > 0 else { return Int(HINDCAST_HTTP_END) }
    unsafe body.bytes.withUnsafeBytes { bytes in
        let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
        unsafe UnsafeMutableRawBufferPointer(start: block, count: count).copyMemory(from: part)
    }
    return count
}

private func httpBodyEndCallback(context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<HTTPReplyBody>.fromOpaque(context).release()
}

private func httpEventsCallback(
    context: UnsafeMutableRawPointer?, position: UInt64, block: UnsafeMutablePointer<CChar>?, capacity: Int
) -> Int {
    guard let context = unsafe context, let block = unsafe block else { return Int(HINDCAST_HTTP_END) }
    let feed = unsafe Unmanaged<EventFeed>.fromOpaque(context).takeUnretainedValue()
    return unsafe feed.read(into: UnsafeMutableRawBufferPointer(start: block, count: capacity))
}

private func httpEventsEndCallback(context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<EventFeed>.fromOpaque(context).takeRetainedValue().cancel()
}
