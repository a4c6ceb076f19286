import HindcastModel
import Testing

@Suite("Ids and times")
struct IdentityTests {
    @Test("A trace id is read from hex and from a UUID, and printed as hex")
    func traceIDForms() throws {
        let id = try #require(TraceID("b9717de7caaa5e8b981c6f7d03a6b200"))
        #expect(TraceID("B9717DE7-CAAA-5E8B-981C-6F7D03A6B200") == id)
        #expect(id.description == "b9717de7caaa5e8b981c6f7d03a6b200")
        #expect(TraceID(bytes: id.bytes) == id)
    }

    @Test(
        "What is not a trace id is refused",
        arguments: ["", "b971", "00000000000000000000000000000000", "zz717de7caaa5e8b981c6f7d03a6b200"])
    func badTraceIDs(_ text: String) {
        #expect(TraceID(text) == nil)
    }

    @Test("A span id is read from hex and from Laminar's zero-extended UUID")
    func spanIDForms() throws {
        let id = try #require(SpanID("f7a13dc7995ae462"))
        #expect(SpanID("00000000-0000-0000-f7a1-3dc7995ae462") == id)
        #expect(id.description == "f7a13dc7995ae462")
        #expect(SpanID("0000000000000000") == nil)
    }

    @Test(
        "Times print as RFC 3339 with microseconds and read back",
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (1_795_231_201_745_329_389, "2026-11-21T03:20:01.745329Z"),
            (951_782_400_000_000_000, "2000-02-29T00:00:00.000000Z"), (-1_000, "1969-12-31T23:59:59.999999Z"),
        ] as [(Int64, String)])
    func times(_ nanoseconds: Int64, _ text: String) throws {
        #expect(Timestamp(nanoseconds: nanoseconds).description == text)
        let read = try #require(Timestamp(text))
        #expect(abs(read.nanoseconds - nanoseconds) < 1000)
    }

    @Test("Offsets, dates alone and nine fraction digits are understood")
    func timeForms() throws {
        #expect(Timestamp("2026-01-01") == Timestamp("2026-01-01T00:00:00Z"))
        #expect(Timestamp("2026-01-01T02:00:00+02:00") == Timestamp("2026-01-01T00:00:00Z"))
        #expect(
            Timestamp("2026-01-01 00:00:00.123456789Z")?.nanoseconds.quotientAndRemainder(dividingBy: 1000)
                .remainder == 789)
        for bad in ["2026-13-01", "2026-02-30", "2026-01-01T25:00:00Z", "yesterday", "2026-01-01T00:00:00+"] {
            #expect(Timestamp(bad) == nil, "\(bad)")
        }
    }
}
