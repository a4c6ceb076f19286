import HindcastModel

/// Any bytes are a request or a client's error, in either encoding.
package enum OTLPFuzz {
    /// Small, so that the fuzzer meets them.
    private static let limits = OTLPLimits(bodyBytesMax: 1 << 20, itemsMax: 20_000)

    /// - Precondition: traps when what was accepted in one encoding means something else in the other; that is the
    ///   finding.
    package static func run(_ bytes: [UInt8]) {
        for signal in OTLPSignal.allCases {
            if let batch = try? OTLPDecoder.decode(signal, bytes, limits: limits) {
                readEveryValue(of: batch)
                roundTrip(batch)
            }
            guard let wire = try? OTLPTranscoder.transcode(signal, bytes) else { continue }
            do {
                let batch = try OTLPDecoder.decode(signal, wire, limits: limits)
                readEveryValue(of: batch)
                roundTrip(batch)
            } catch {
                guard case .tooLarge = error else {
                    preconditionFailure("the transcoder wrote what the decoder refuses: \(error)")
                }
            }
        }
    }

    private static func readEveryValue(of batch: OTLPBatch) {
        for span in batch.spans {
            for member in span.attributes.members {
                precondition(span.attributes.contains(member.key) || !isUTF8(span))
            }
            for prefix in ["", "gen_ai.prompt.", "llm.input_messages."] {
                _ = span.attributes.flatList(FlatPrefix(prefix))
            }
            for entry in span.attributes.entries { _ = span.attributes.json(entry) }
        }
        for log in batch.logs { _ = log.body.json }
    }

    /// A key that is not UTF-8 prints repaired, and the repaired form is not found.
    private static func isUTF8(_ span: SpanDraft) -> Bool {
        !span.attributes.members.contains { $0.key.unicodeScalars.contains("\u{FFFD}") }
    }

    /// What was decoded, written as JSON, decodes to the same.
    private static func roundTrip(_ batch: OTLPBatch) {
        check(.traces, OTLPForm.traces(batch.spans)) { OTLPForm.traces($0.spans) }
        check(.logs, OTLPForm.logs(batch.logs)) { OTLPForm.logs($0.logs) }
    }

    private static func check(_ signal: OTLPSignal, _ form: [UInt8], _ again: (OTLPBatch) -> [UInt8]) {
        do {
            let wire = try OTLPTranscoder.transcode(signal, form)
            let batch = try OTLPDecoder.decode(signal, wire, limits: OTLPLimits())
            precondition(
                again(batch) == form,
                "\(String(decoding: form, as: UTF8.self)) came back as \(String(decoding: again(batch), as: UTF8.self))"
            )
        } catch {
            preconditionFailure("\(error) on \(String(decoding: form, as: UTF8.self))")
        }
    }
}
