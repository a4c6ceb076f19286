import HindcastBytes
import HindcastJSON
public import HindcastModel

/// A remark that is a like or a dislike. At a model's answer it is the feedback of that call, whoever gives it and by
/// whichever door; it is stored as such and shown as a remark here.
public enum Thumb {
    static let texts: [(text: String, value: Feedback.Value)] = [
        (":feedback:thumbs-up", .positive), (":feedback:thumbs-down", .negative),
    ]

    /// What a remark's content says. Nil when it is a remark like any other.
    public static func value(of content: String) -> Feedback.Value? {
        texts.first { $0.text == content }?.value
    }

    /// The same, as a remark on the message; its id follows from the call, so that it can be changed like others.
    static func annotation(_ feedback: Feedback, at index: Int) -> Annotation? {
        guard let value = feedback.value, let text = texts.first(where: { $0.value == value })?.text else {
            return nil
        }
        var annotation = Annotation(
            id: id(of: feedback.span), project: feedback.project, trace: feedback.span.trace,
            address: Address.message(index).description, content: text, author: feedback.author,
            created: feedback.updated)
        annotation.extras = JSONObject([("source", "user")])
        return annotation
    }

    /// Keeps these ids apart from other digests.
    private static let idDomain: UInt8 = 0x54

    static func id(of span: SpanKey) -> RecordID {
        let half = SHA256Digest.of(domain: idDomain, span.trace.bytes + span.span.bytes).firstHalf
        return RecordID(
            high: half.high & 0xffff_ffff_ffff_0fff | 0x4000, low: half.low & (1 << 62 - 1) | 1 << 63)
    }
}
