extension RPCStatus {
    /// The metadata key the details travel under.
    public static let detailsKey = "grpc-status-details-bin"

    /// Where the Python exporter of OpenTelemetry looks for the delay: the `RetryInfo` message alone.
    public static let retryInfoKey = "google.rpc.retryinfo-bin"

    /// `RetryInfo{retry_delay}`, or nil when there is no delay to tell.
    public var retryInfo: [UInt8]? {
        guard let retryAfterMilliseconds else { return nil }
        let delayMilliseconds = UInt64(max(0, retryAfterMilliseconds))
        var duration: [UInt8] = []
        Self.append(field: 1, integer: delayMilliseconds / 1_000, to: &duration)
        Self.append(field: 2, integer: delayMilliseconds % 1_000 * 1_000_000, to: &duration)
        var retryInfo: [UInt8] = []
        Self.append(field: 1, bytes: duration, to: &retryInfo)
        return retryInfo
    }

    /// `google.rpc.Status{code, message, details: [Any(RetryInfo{retry_delay})]}`, or nil when there is no delay
    /// to tell. Written by hand: the four messages are smaller than a dependency on the protobuf row.
    public var details: [UInt8]? {
        guard let retryInfo else { return nil }
        var any: [UInt8] = []
        Self.append(field: 1, bytes: Array("type.googleapis.com/google.rpc.RetryInfo".utf8), to: &any)
        Self.append(field: 2, bytes: retryInfo, to: &any)
        var status: [UInt8] = []
        Self.append(field: 1, integer: UInt64(code.rawValue), to: &status)
        Self.append(field: 2, bytes: Array(message.utf8), to: &status)
        Self.append(field: 3, bytes: any, to: &status)
        return status
    }

    private static func append(field: UInt64, integer: UInt64, to message: inout [UInt8]) {
        guard integer != 0 else { return }
        append(varint: field << 3, to: &message)
        append(varint: integer, to: &message)
    }

    private static func append(field: UInt64, bytes: [UInt8], to message: inout [UInt8]) {
        append(varint: field << 3 | 2, to: &message)
        append(varint: UInt64(bytes.count), to: &message)
        message.append(contentsOf: bytes)
    }

    private static func append(varint: UInt64, to message: inout [UInt8]) {
        var rest = varint
        while rest >= 0x80 {
            message.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        message.append(UInt8(rest))
    }
}
