import HindcastJSON
import HindcastModel
import Testing

@testable import HindcastOTLP

@Suite struct JSONDecodingTests {
    private func decode(_ json: String) throws -> OTLPBatch {
        let wire = try OTLPTranscoder.transcode(.traces, Array(json.utf8))
        return try OTLPDecoder.decode(.traces, wire, limits: OTLPLimits())
    }

    /// A request of one span with good ids, and these members besides.
    private func request(_ members: String) -> String {
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",\
        "spanId":"1516171819 1a1b1c",\(members)}]}]}]}
        """.replacing("1819 1a", with: "18191a")
    }

    private func span(_ members: String) throws -> SpanDraft {
        try #require(try decode(request(members)).spans.first)
    }

    /// What is said about a request that is refused.
    private func refusal(_ json: String) throws -> String {
        let error = #expect(throws: OTLPError.self) { try decode(json) }
        guard case .malformed(let message) = error else { return "\(String(describing: error))" }
        return message
    }

    @Test("Every kind of value arrives from JSON")
    func values() throws {
        let draft = try span(
            #"""
            "attributes":[
              {"key":"s","value":{"stringValue":"a\"\u00e9\ud83d\ude00\n"}},{"key":"b","value":{"boolValue":false}},
              {"key":"i","value":{"intValue":"9007199254740993"}},{"key":"j","value":{"intValue":-7}},
              {"key":"d","value":{"doubleValue":0.5}},{"key":"raw","value":{"bytesValue":"AAEC"}},
              {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"x"},{"intValue":2}]}}},
              {"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"doubleValue":1}}]}}},
              {"key":"none","value":{}},{"key":"null","value":null}]
            """#)
        #expect(
            draft.attributes.members.map(\.value) == [
                .string("a\"é😀\n"), .bool(false), .int(9_007_199_254_740_993), .int(-7), .double(0.5),
                .bytes([0, 1, 2]), .array([.string("x"), .int(2)]),
                .map([AttributeEntry(key: "k", value: .double(1))]), .empty, .empty,
            ])
    }

    @Test("Doubles may be words: NaN, Infinity, -Infinity, and numbers in quotes")
    func doubleWords() throws {
        func double(_ text: String) throws -> Double? {
            try span(#""attributes":[{"key":"d","value":{"doubleValue":\#(text)}}]"#).attributes.double("d")
        }
        #expect(try double(#""NaN""#)?.isNaN == true)
        #expect(try double("NaN")?.isNaN == true)
        #expect(try double(#""Infinity""#) == .infinity)
        #expect(try double(#""-Infinity""#) == -.infinity)
        #expect(try double("-Infinity") == -.infinity)
        #expect(try double(#""1.5e3""#) == 1500)
    }

    @Test("Integers may be numbers or text, in any notation that is exact")
    func integers() throws {
        for text in ["1767225600000000001", #""1767225600000000001""#] {
            #expect(try span(#""startTimeUnixNano":\#(text)"#).start.nanoseconds == 1_767_225_600_000_000_001)
        }
        #expect(try span(#""startTimeUnixNano":1.5e3"#).start.nanoseconds == 1_500)
        #expect(try span(#""startTimeUnixNano":"18446744073709551615""#).start.nanoseconds == .max)
    }

    @Test("Enumerations may be numbers or names")
    func enumerations() throws {
        #expect(try span(#""kind":"SPAN_KIND_CLIENT""#).otelKind == 3)
        #expect(try span(#""kind":5"#).otelKind == 5)
        #expect(try span(#""status":{"code":"STATUS_CODE_ERROR","message":"m"}"#).status == .error)
        #expect(try span(#""status":{"code":1}"#).status == .ok)
    }

    @Test("Keys may be in snake case")
    func snakeCase() throws {
        let batch = try decode(
            #"""
            {"resource_spans":[{"scope_spans":[{"spans":[{"trace_id":"0102030405060708090A0B0C0D0E0F10",
            "span_id":"15161718191a1b1c","parent_span_id":"","name":"snake","start_time_unix_nano":"5",
            "end_time_unix_nano":6,"attributes":[{"key":"k","value":{"string_value":"v"}}]}]}]}]}
            """#)
        let draft = try #require(batch.spans.first)
        #expect(draft.traceID == TraceID(bytes: Wire.traceID) && draft.spanID == SpanID(bytes: Wire.spanID))
        #expect(draft.parentID == nil && draft.start.nanoseconds == 5 && draft.end.nanoseconds == 6)
        #expect(draft.attributes.string("k") == "v")
    }

    @Test("Ids in base64 are understood by their length")
    func base64IDs() throws {
        let batch = try decode(
            #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"AQIDBAUGBwgJCgsMDQ4PEA==","#
                + #""spanId":"FRYXGBkaGxw="}]}]}]}"#
        )
        #expect(batch.spans.first?.traceID == TraceID(bytes: Wire.traceID))
        #expect(batch.spans.first?.spanID == SpanID(bytes: Wire.spanID))
    }

    @Test("A span whose id is nonsense is refused alone", arguments: ["xyz", "nonsense", "0102", ""])
    func nonsenseIDs(id: String) throws {
        let batch = try decode(
            #"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"\#(id)"},
            {"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"15161718191a1b1c"}]}]}]}
            """#)
        #expect(batch.spans.count == 1 && batch.rejectedCount == 1)
    }

    @Test("Unknown keys are ignored whatever they hold, and null means absent")
    func unknownKeys() throws {
        let draft = try span(
            #""new":{"deep":[1,{"x":[true,null,"\n"]},-1.5e-3]},"name":null,"attributes":null,"kind":2"#)
        #expect(draft.name.isEmpty && draft.attributes.isEmpty && draft.otelKind == 2)
    }

    @Test("A value of the wrong type refuses the request, and the error says where it stands")
    func wrongTypes() throws {
        let place = "resourceSpans[0].scopeSpans[0].spans[0]"
        #expect(try refusal(request(#""name":5"#)).contains("\(place).name: a string is expected"))
        #expect(
            try refusal(request(#""attributes":[{"key":"k","value":{"intValue":"many"}}]"#))
                .contains(#"\#(place).attributes[0].value.intValue: "many" is not an integer"#))
        #expect(
            try refusal(request(#""attributes":{}"#)).contains("\(place).attributes: an array is expected"))
        #expect(try refusal(request(#""startTimeUnixNano":-1"#)).contains("\(place).startTimeUnixNano"))
        #expect(try refusal(request(#""kind":"SPAN_KIND_ODD""#)).contains("\(place).kind"))
        #expect(try refusal(request(#""flags":4294967296"#)).contains("\(place).flags"))
        #expect(
            try refusal(request(#""attributes":[{"key":"k","value":{"bytesValue":"*"}}]"#)).contains(
                "bytesValue"))
    }

    @Test(
        "What is not JSON is refused",
        arguments: [
            "", "[]", "5", "{", #"{"resourceSpans""#, #"{"resourceSpans":[}"#, #"{"x":tru}"#, #"{"x":01}"#,
            "{} {}",
            #"{"x":"\q"}"#, #"{"x":1,}"#, #"{"x":[1,]}"#, "{\"x\":\"\u{1}\"}", #"{"resourceSpans":{}}"#,
        ])
    func notJSON(text: String) {
        #expect(throws: OTLPError.self) { try decode(text) }
    }

    @Test("Brackets without end are refused, not recursed into", arguments: ["x", "resourceSpans"])
    func endlessBrackets(key: String) throws {
        let text = #"{"\#(key)":"# + String(repeating: "[", count: 100_000)
        #expect(try refusal(text).contains("nest too deep") || key == "resourceSpans")
        let deep = String(repeating: #"{"arrayValue":{"values":["#, count: 10_000)
        let message = try refusal(request(#""attributes":[{"key":"k","value":\#(deep)"#))
        #expect(message.contains("nest too deep"))
    }

    @Test("An attribute may nest 64 levels in JSON as well")
    func nesting() throws {
        func request(_ levels: Int) -> String {
            let open = String(repeating: #"{"kvlistValue":{"values":[{"key":"k","value":"#, count: levels - 1)
            let close = String(repeating: "}]}}", count: levels - 1)
            return self.request(#""attributes":[{"key":"deep","value":\#(open){"intValue":1}\#(close)}]"#)
        }
        #expect(try decode(request(64)).spans.count == 1)
        #expect(throws: OTLPError.self) { try decode(request(65)) }
    }

    @Test("Keys and texts with escapes mean what they say")
    func escapes() throws {
        let draft = try span(#""na\u006de":"a\/b\\\ud800c""#)
        #expect(draft.name == "a/b\\\u{FFFD}c")
    }
}
