import HindcastProtobuf

/// `ExportMetricsServiceRequest`, which is checked for its shape and dropped: clients that send every signal to one
/// address must not be told that something is wrong.
extension OTLPDecoder {
    mutating func metrics(_ bytes: Span<UInt8>) throws {
        for group in try ranges(1, in: 0..<bytes.count, bytes) {
            try charge(OTLPLimits.recordWeight)
            for scopeGroup in try ranges(2, in: group, bytes) {
                try charge(OTLPLimits.recordWeight)
                var cursor = ProtobufCursor(scopeGroup)
                while let field = try cursor.next(in: bytes) {
                    guard field.number == 2, case .bytes(let metric) = field.value else { continue }
                    var inner = ProtobufCursor(metric)
                    while try inner.next(in: bytes) != nil {}
                }
            }
        }
    }
}
