extension ForeignID {
    /// The trace ids that the id may mean: those that begin alike. Nil for ids made from names.
    public var traces: ClosedRange<TraceID>? {
        switch kind {
        case .agent, .conversation: nil
        case .step, .run, .message, .providerTrace: prefix.traces
        }
    }

    /// The span that the id means if `trace` is its trace; for another trace of the same prefix a span that is not
    /// there. Zero for the run that is a whole trace.
    public func span(of trace: TraceID) -> SpanID {
        SpanID(UInt64(truncatingIfNeeded: kind == .message ? payload >> 16 : payload) ^ Self.mask(trace))
    }

    /// Where a message stands in its step.
    public var position: Int { Int(UInt16(truncatingIfNeeded: payload)) }

    private var prefix: Prefix {
        let bits = kind.prefixBits
        return Prefix(payload: UInt64(payload >> UInt128(121 - bits)), bits: bits)
    }

    /// A number that depends on every bit of a trace id, and for traces of one upper half is never the same.
    static func mask(_ trace: TraceID) -> UInt64 { scattered(trace.low) ^ scattered(~trace.high) }

    /// The finishing step of SplitMix64, which maps no two numbers to one.
    private static func scattered(_ value: UInt64) -> UInt64 {
        var word = value
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    /// The first bits of a trace id and, as the last bit of the payload, which half they are of.
    struct Prefix {
        let payload: UInt64
        let bits: Int

        init(payload: UInt64, bits: Int) {
            self.payload = payload
            self.bits = bits
        }

        init(of trace: TraceID, bits: Int) {
            let isShort = trace.high == 0
            let half = isShort ? trace.low : trace.high
            payload = (half >> UInt64(64 - bits)) << 1 | (isShort ? 1 : 0)
            self.bits = bits
        }

        var traces: ClosedRange<TraceID> {
            let least = (payload >> 1) << UInt64(64 - bits)
            let greatest = least | (1 << UInt64(64 - bits) - 1)
            return payload & 1 == 1
                ? TraceID(high: 0, low: least)...TraceID(high: 0, low: greatest)
                : TraceID(high: least, low: 0)...TraceID(high: greatest, low: .max)
        }
    }
}

extension ForeignID.Kind {
    /// Bits of the trace id; a message gives 16 to its position.
    var prefixBits: Int { self == .message ? 41 : 57 }
}
