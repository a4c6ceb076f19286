import HindcastHTTP
import HindcastJSON
import HindcastProtobuf

/// `ExportTraceServiceResponse` and its siblings, which differ in one name: empty when everything was taken, else
/// `partial_success { rejected, error_message }`.
struct OTLPAnswer: Sendable, Equatable {
    let signal: OTLPSignal
    var rejectedCount = 0
    var message = ""

    /// What is told about a batch of which some may have been refused. The client must not send those again.
    init(_ signal: OTLPSignal, for batch: OTLPBatch) {
        self.signal = signal
        guard batch.rejectedCount > 0 else { return }
        rejectedCount = batch.rejectedCount
        let total = batch.rejectedCount + batch.spans.count
        message = "\(rejectedCount) of \(total) spans refused; the first: \(batch.rejectedReason ?? "")."
    }

    var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        if rejectedCount > 0 {
            writer.message(1) { partial in
                partial.int64(1, Int64(rejectedCount))
                partial.string(2, message)
            }
        }
        return writer.bytes
    }

    /// The count is text: it is an int64, and JSON's numbers end at 2^53.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        if rejectedCount > 0 {
            writer.key("partialSuccess")
            writer.beginObject()
            writer.member(signal.rejectedName, String(rejectedCount))
            writer.member("errorMessage", message)
            writer.endObject()
        }
        writer.endObject()
        return writer.bytes
    }

    func response(in encoding: OTLPEncoding) -> HTTPResponse {
        HTTPResponse(
            headers: ["Content-Type": encoding.contentType], body: .bytes(encoding == .json ? json : protobuf)
        )
    }
}
