import HindcastHTTP
import HindcastJSON
import HindcastModel

/// Any text is a query that is read or refused in Letta's form, and any id that is read prints as it was.
package enum LettaFuzz {
    /// - Precondition: traps when a rule below is broken; that is the finding.
    package static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        for kind in ForeignID.Kind.allCases {
            for candidate in [text, "\(kind.rawValue)-\(text)"] {
                guard let id = ForeignID(candidate, as: kind) else { continue }
                precondition(id.description == candidate, "an id that is read prints as something else")
            }
        }
        guard let parsed = try? HTTPQuery(parsing: text[...]) else { return }
        let query = LettaQuery(parsed)
        attempt { () throws(LettaError) in
            let limit = try query.limit(50)
            precondition((1...LettaLimits.pageMax).contains(limit), "a page of \(limit)")
        }
        attempt { () throws(LettaError) in _ = try query.limit(100, isStrict: true) }
        attempt { () throws(LettaError) in _ = try query.isAscending(true) }
        attempt { () throws(LettaError) in _ = try query.bool("has_feedback") }
        attempt { () throws(LettaError) in _ = try query.choice("feedback", ["positive", "negative"]) }
        for name in ["start_date", "end_date"] {
            attempt { () throws(LettaError) in _ = try query.time(name) }
        }
        for pair in parsed.pairs {
            if let time = LettaQuery.time(pair.value) { _ = time.wholeSeconds }
            let literal = PythonText.literal(pair.value)
            precondition(
                !literal.unicodeScalars.contains { $0.value < 0x20 }, "a control character in \(literal)")
        }
    }

    /// A refusal is JSON with a text in `detail`, whatever was refused.
    private static func attempt(_ read: () throws(LettaError) -> Void) {
        do throws(LettaError) {
            try read()
        } catch {
            guard case .bytes(let bytes) = error.response.body, let json = try? JSONReader.parse(bytes) else {
                preconditionFailure("a refusal that is no JSON")
            }
            precondition(json["detail"]?.stringValue != nil, "a refusal without a reason")
        }
    }
}
