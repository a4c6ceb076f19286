import CGRPC
import HindcastHTTP

/// Copies between the C core's slices and our values.
enum GRPCWire {
    static func metadata(_ call: UnsafePointer<HindcastCall>) -> [(name: String, value: String)] {
        let count = unsafe call.pointee.metadata.count
        var pairs: [(name: String, value: String)] = []
        pairs.reserveCapacity(count)
        for index in 0..<count {
            var length = 0
            let name = unsafe text(hindcast_metadata_key(call, index, &length), length)
            let value = unsafe text(hindcast_metadata_value(call, index, &length), length)
            pairs.append((name, value))
        }
        return pairs
    }

    static func method(_ call: UnsafePointer<HindcastCall>) -> String {
        var length = 0
        let bytes = unsafe hindcast_call_method(call, &length)
        return unsafe text(bytes, length)
    }

    private static func text(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// Who called, from the core's `ipv4:1.2.3.4:5` or `ipv6:%5B::1%5D:5`.
    static func peer(_ call: UnsafePointer<HindcastCall>, isSecure: Bool) -> Peer {
        guard let name = unsafe grpc_call_get_peer(call.pointee.call) else {
            return Peer(address: "", isLoopback: false, isSecure: isSecure)
        }
        defer { unsafe gpr_free(name) }
        return unsafe peer(String(cString: name), isSecure: isSecure)
    }

    static func peer(_ name: String, isSecure: Bool) -> Peer {
        let decoded = PercentCoding.decode(name[...]) ?? name
        let rest = decoded.drop { $0 != ":" }.dropFirst()
        let end = rest.lastIndex(of: ":") ?? rest.endIndex
        var address = rest[..<end]
        if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
        let isLoopback =
            address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
        return Peer(address: String(address), isLoopback: isLoopback, isSecure: isSecure)
    }

    /// Starts to send an answer; false when the core does not take it.
    static func send(
        _ response: RPCResponse, on call: UnsafeMutablePointer<HindcastCall>, tag: UnsafeMutableRawPointer
    ) -> Bool {
        switch response {
        case .message(let bytes):
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe hindcast_call_answer(
                    call, 0, bytes.baseAddress, bytes.count, "", 0, RPCStatus.detailsKey, nil, 0,
                    RPCStatus.retryInfoKey, nil, 0, tag) == 1
            }
        case .failure(let status):
            // A failure with the code ok has no message to send and would be a broken answer.
            let code = status.code == .ok ? RPCCode.unknown : status.code
            let details = status.details ?? []
            let retryInfo = status.retryInfo ?? []
            var message = status.message
            return message.withUTF8 { text in
                unsafe details.withUnsafeBytes { details in
                    unsafe retryInfo.withUnsafeBytes { retry in
                        unsafe hindcast_call_answer(
                            call, Int32(code.rawValue), nil, 0, text.baseAddress, text.count,
                            RPCStatus.detailsKey, details.baseAddress, details.count,
                            RPCStatus.retryInfoKey, retry.baseAddress, retry.count, tag) == 1
                    }
                }
            }
        }
    }
}
