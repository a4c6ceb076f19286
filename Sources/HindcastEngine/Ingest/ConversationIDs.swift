import HindcastBytes
import HindcastModel

/// The ids of the spans made from a pushed conversation: told by the trace alone, so that they are found without a
/// search.
///
/// Those of one trace are consecutive numbers in the order of arrival, so that they come in the order of the store's
/// index.
struct ConversationIDs {
    /// The root.
    let root: SpanID

    /// Keeps these ids apart from other digests.
    private static let domain: UInt8 = 0x43
    /// Room behind the root for the messages, and never zero, which is no id.
    private static let room: UInt64 = 1 << 32

    init(_ trace: TraceID) {
        let words: InlineArray<2, UInt64> = [trace.high, trace.low]
        let bytes = InlineArray<16, UInt8> {
            UInt8(truncatingIfNeeded: words[$0 / 8] >> (56 - 8 * UInt64($0 % 8)))
        }
        let digest = SHA256Digest.of(domain: Self.domain, bytes.span)
        root = SpanID((digest.firstHalf.high | Self.room) & ~(Self.room - 1))
    }

    /// The span of the message that came as the n-th.
    func span(arrival: Int) -> SpanID { SpanID(root.value &+ UInt64(arrival) &+ 1) }
}
