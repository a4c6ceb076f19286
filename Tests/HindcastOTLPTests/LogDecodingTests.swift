import HindcastModel
import HindcastProtobuf
import Testing

@testable import HindcastOTLP

@Suite struct LogDecodingTests {
    private func log(_ fields: Wire.Fields) throws -> LogDraft {
        let request = Wire.request(
            [Wire.bytes(fields)], resource: [Wire.keyValue("service.name", text: "agent")]
        ) {
            $0.string(1, "events")
        }
        let batch = try OTLPDecoder.decode(
            .logs, request, limits: OTLPLimits(), received: StoppedClock().now)
        return try #require(batch.logs.first)
    }

    @Test("Every field of a log record arrives")
    func everyField() throws {
        let draft = try log { log in
            log.fixed64(1, 5)
            log.varint(2, 9)
            log.string(3, "INFO")
            log.message(5) { body in
                body.message(6) { $0.bytes(1, Wire.keyValue("content", text: "hello")) }
            }
            log.bytes(6, Wire.keyValue("gen_ai.system", text: "openai"))
            log.fixed32(8, 1)
            log.bytes(9, Wire.traceID)
            log.bytes(10, Wire.spanID)
            log.fixed64(11, 6)
            log.string(12, "gen_ai.user.message")
        }
        #expect(draft.time.nanoseconds == 5 && draft.observed.nanoseconds == 6)
        #expect(draft.severityNumber == 9 && draft.severityText == "INFO" && draft.flags == 1)
        #expect(draft.body == .map([AttributeEntry(key: "content", value: .string("hello"))]))
        #expect(draft.attributes.string("gen_ai.system") == "openai")
        #expect(draft.traceID == TraceID(bytes: Wire.traceID) && draft.spanID == SpanID(bytes: Wire.spanID))
        #expect(draft.eventName == "gen_ai.user.message")
        #expect(draft.resource.string("service.name") == "agent" && draft.scope.name == "events")
    }

    @Test("Older clients name the event in an attribute")
    func eventNameAttribute() throws {
        let draft = try log { $0.bytes(6, Wire.keyValue("event.name", text: "gen_ai.choice")) }
        #expect(draft.eventName == "gen_ai.choice")
    }

    @Test("A record without a time has that of its observation, else that of its arrival")
    func times() throws {
        let observed = try log { $0.fixed64(11, 6) }
        #expect(observed.time.nanoseconds == 6 && observed.observed.nanoseconds == 6)
        let timed = try log { $0.fixed64(1, 5) }
        #expect(timed.time.nanoseconds == 5 && timed.observed.nanoseconds == 5)
        let bare = try log { _ in }
        #expect(bare.time == StoppedClock().now && bare.observed == StoppedClock().now)
    }

    @Test("Ids of the wrong length are ignored, and a span id without a trace id means nothing")
    func ids() throws {
        let short = try log {
            $0.bytes(9, [1])
            $0.bytes(10, Wire.spanID)
        }
        #expect(short.traceID == nil && short.spanID == nil)
        let zero = try log {
            $0.bytes(9, Wire.traceID)
            $0.bytes(10, [UInt8](repeating: 0, count: 8))
        }
        #expect(zero.traceID != nil && zero.spanID == nil)
    }

    @Test("A body that nests too deep refuses the request")
    func deepBody() throws {
        #expect(throws: OTLPError.self) { try log { $0.bytes(5, Wire.nested(levels: 65)) } }
        _ = try log { $0.bytes(5, Wire.nested(levels: 64)) }
    }
}
