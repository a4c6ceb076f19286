import HindcastBytes

/// An id as Letta's clients know it: a prefix and the digits of a UUID of version 4.
///
/// A UUID of version 4 has 122 bits of its own. Those of a step hold the first 57 bits of the trace id and the span id,
/// so that a step is found again without a table: the trace is one of the few in `traces`, the span is `span(of:)` it.
/// Ids are therefore the same after a restart, a re-sent span, or an import elsewhere.
///
/// - Trace ids of 64 bits (the upper half is zero) give the first 57 bits of their lower half; one bit tells which.
/// - The span id is stored combined with the whole trace id by XOR, so that spans with one id in traces with one prefix
///   (test data, copies) keep different ids.
///
/// Only lower case is read, as the reference does: clients compare ids as text, and one step must have one spelling.
public struct ForeignID: Hashable, Sendable {
    /// What an id names; the raw value is its prefix.
    public enum Kind: String, Sendable, CaseIterable {
        case step, run, message, agent
        case conversation = "conv"
        case providerTrace = "provider_trace"
    }

    public let kind: Kind
    /// The 122 bits.
    let payload: UInt128

    private init(_ kind: Kind, payload: UInt128) {
        self.kind = kind
        self.payload = payload & (1 << 122 - 1)
    }

    /// The id of a step or a provider trace (the span is the model call), or of a run (the span is its outermost agent
    /// span; zero for a whole trace).
    public init(_ kind: Kind, trace: TraceID, span: SpanID) {
        precondition([.step, .run, .providerTrace].contains(kind), "a \(kind.rawValue) id names no span")
        let prefix = Prefix(of: trace, bits: kind.prefixBits)
        self.init(kind, payload: UInt128(prefix.payload) << 64 | UInt128(span.value ^ Self.mask(trace)))
    }

    /// The id of a message of a step. Positions from 65,536 on share the last one.
    public init(message position: Int, of span: SpanID, trace: TraceID) {
        let prefix = Prefix(of: trace, bits: Kind.message.prefixBits)
        let place = UInt128(UInt16(clamping: position))
        self.init(
            .message,
            payload: UInt128(prefix.payload) << 80 | UInt128(span.value ^ Self.mask(trace)) << 16 | place)
    }

    /// The id of an agent or a conversation, from its name. It is found again by trying the names that are known.
    public init(_ kind: Kind, name: String, project: ProjectID) {
        precondition([.agent, .conversation].contains(kind), "a \(kind.rawValue) id is not made from a name")
        let text = "\(kind.rawValue)|\(project.value)|\(name)"
        let (high, low) = SHA256Digest.of(Array(text.utf8)).firstHalf
        self.init(kind, payload: UInt128(high) << 64 | UInt128(low))
    }

    /// Reads `step-xxxxxxxx-xxxx-4xxx-[89ab]xxx-xxxxxxxxxxxx` in lower case; nil for anything else, other prefixes too.
    public init?(_ text: String, as kind: Kind) {
        guard text.hasPrefix(kind.rawValue + "-"),
            let id = RecordID(String(text.dropFirst(kind.rawValue.count + 1)))
        else { return nil }
        let upper = UInt128(id.high >> 16) << 12 | UInt128(id.high & 0xfff)
        self.init(kind, payload: upper << 62 | UInt128(id.low & (1 << 62 - 1)))
        // One spelling per id: what prints differently had other digits, hyphens or letters.
        guard description == text else { return nil }
    }
}

extension ForeignID: CustomStringConvertible {
    public var description: String {
        let upper = UInt64(payload >> 62)
        let high = (upper >> 12) << 16 | 0x4000 | upper & 0xfff
        let low = UInt64(payload & (1 << 62 - 1)) | 1 << 63
        return "\(kind.rawValue)-\(uuidText(high: high, low: low))"
    }
}
