/// Where a span stands among the spans of its trace: by start, then id.
struct Precedence: Comparable {
    var start: Int64
    var span: UInt64

    static func < (left: Self, right: Self) -> Bool {
        left.start == right.start ? left.span < right.span : left.start < right.start
    }
}

/// Which spans gave a trace its labels. With it a new span is taken in without looking at the others, whatever the
/// order of arrival.
struct TraceState: Equatable {
    /// 0: a name for the run, 1: the root span's, 2: any span's. The least (rank, precedence) wins.
    var nameRank: UInt8 = 3
    var nameAt = Precedence(start: .max, span: .max)
    /// The first span that names a session decides it; likewise for the user.
    var sessionAt: Precedence?
    var userAt: Precedence?
    /// For each metadata key the last span that gave it.
    var metadataAt: [String: Precedence] = [:]
    /// From the first start to the last end of any model call.
    var callsFrom: Int64?
    var callsUntil: Int64 = .min
    /// Two calls look like one, but the spans between them are still missing.
    var isSuspect = false

    init() {}

    static let version: UInt64 = 1

    var encoded: [UInt8] {
        var writer = VarintWriter()
        writer.unsigned(Self.version)
        writer.unsigned(UInt64(nameRank) | (isSuspect ? 8 : 0) | (callsFrom == nil ? 0 : 16))
        write(nameAt, to: &writer)
        write(sessionAt, to: &writer)
        write(userAt, to: &writer)
        if let callsFrom {
            writer.signed(callsFrom)
            writer.signed(callsUntil)
        }
        for (key, place) in metadataAt.sorted(by: { $0.key < $1.key }) {
            writer.text(key)
            write(place, to: &writer)
        }
        return writer.bytes
    }

    private func write(_ place: Precedence, to writer: inout VarintWriter) {
        writer.signed(place.start)
        writer.unsigned(place.span)
    }

    private func write(_ place: Precedence?, to writer: inout VarintWriter) {
        writer.unsigned(place == nil ? 0 : 1)
        if let place { write(place, to: &writer) }
    }

    init?(encoded: [UInt8]) {
        var reader = VarintReader(encoded)
        guard reader.unsigned() == Self.version, let head = reader.unsigned(),
            let nameAt = Self.precedence(&reader), let sessionAt = Self.optionalPrecedence(&reader),
            let userAt = Self.optionalPrecedence(&reader)
        else { return nil }
        nameRank = UInt8(head & 7)
        isSuspect = head & 8 != 0
        self.nameAt = nameAt
        self.sessionAt = sessionAt
        self.userAt = userAt
        if head & 16 != 0 {
            guard let from = reader.signed(), let until = reader.signed() else { return nil }
            callsFrom = from
            callsUntil = until
        }
        while !reader.isAtEnd {
            guard let key = reader.text(), let place = Self.precedence(&reader) else { return nil }
            metadataAt[key] = place
        }
    }

    private static func precedence(_ reader: inout VarintReader) -> Precedence? {
        guard let start = reader.signed(), let span = reader.unsigned() else { return nil }
        return Precedence(start: start, span: span)
    }

    private static func optionalPrecedence(_ reader: inout VarintReader) -> Precedence?? {
        guard let isThere = reader.unsigned() else { return nil }
        if isThere == 0 { return .some(nil) }
        return precedence(&reader).map { .some($0) }
    }
}
