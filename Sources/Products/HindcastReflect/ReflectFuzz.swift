import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

/// Any bytes are a run, a question, a review or a key's wish that is taken, or refused in Reflect's form.
package enum ReflectFuzz {
    /// - Precondition: traps when a rule below is broken; that is the finding.
    package static func run(_ bytes: [UInt8]) {
        guard let members = (try? JSONReader.parse(bytes, limits: ReflectLimits.body))?.objectValue else {
            return
        }
        attempt { () throws(ReflectError) in
            let draft = try TracePayload(members, payloadBytes: bytes.count).draft
            precondition(draft.messages.allSatisfy { $0.objectValue != nil }, "a message that is no object")
            let again = try Trajectory(.array(draft.messages))
            precondition(again.messages == draft.messages, "what was taken is taken otherwise again")
            precondition(draft.review?.lesson?.reflection != "", "an empty lesson was taken")
        }
        attempt { () throws(ReflectError) in
            let request = try QueryPayload(members).request
            precondition((1...ReflectLimits.memoriesMax).contains(request.limit))
        }
        attempt { () throws(ReflectError) in _ = try ReviewPayload(ReflectBody(members)) }
        attempt { () throws(ReflectError) in
            let scopes = try KeyPayload(members).scopes
            precondition(!scopes.isEmpty, "a key that may do nothing")
        }
    }

    /// A refusal is JSON with a sentence in `detail`, whatever was refused.
    private static func attempt(_ read: () throws(ReflectError) -> Void) {
        do throws(ReflectError) {
            try read()
        } catch {
            guard case .bytes(let bytes) = error.response.body, let json = try? JSONReader.parse(bytes) else {
                preconditionFailure("a refusal that is no JSON")
            }
            precondition(json["detail"]?.stringValue?.hasSuffix(".") == true, "a refusal without a sentence")
        }
    }
}
