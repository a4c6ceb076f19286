import HindcastHTTP
import Testing

@Suite("HTTP and RPC values")
struct ValueTests {
    @Test("Header names match whatever their case, and repeated fields keep their order")
    func headers() {
        var headers: HTTPHeaders = ["Content-Type": "a", "X-A": "1"]
        headers.add("x-a", "2")
        #expect(headers["content-type"] == "a")
        #expect(headers.values("X-a") == ["1", "2"])
        headers["X-A"] = "3"
        #expect(headers.values("x-a") == ["3"])
        headers["CONTENT-TYPE"] = nil
        #expect(headers.fields.map(\.name) == ["X-A"])
    }

    @Test("A query is decoded like a form: plus is a space, names may repeat or lack a value")
    func query() throws {
        let request = try HTTPRequest(method: .get, target: "/x?a=1&a=b+c&%C3%A9=%2B&flag&&e=x=y")
        #expect(request.path == "/x")
        #expect(request.query.values("a") == ["1", "b c"])
        #expect(request.query["é"] == "+")
        #expect(request.query["flag"] == "")
        #expect(request.query["e"] == "x=y")
        #expect(request.query["none"] == nil)
    }

    @Test("Text put into a query is read back as it was, and holds no character that means something there")
    func percentCoding() throws {
        let text = "a/b c&d=é+100%?#~"
        let encoded = PercentCoding.encode(text)
        #expect(encoded == "a%2Fb%20c%26d%3D%C3%A9%2B100%25%3F%23~")
        #expect(try HTTPQuery(parsing: "x=\(encoded)"[...])["x"] == text)
    }

    @Test("A query with too many parameters is refused")
    func queryLimit() {
        let parts = Array(repeating: "a", count: HTTPLimits.queryPairsMax + 1).joined(separator: "&")
        #expect(throws: HTTPError.self) { try HTTPQuery(parsing: parts[...]) }
    }

    @Test("An event cannot smuggle fields into the stream")
    func events() {
        let event = ServerSentEvent(id: "1\nevent: x", event: "tick", data: "a\nb\r\nc\rd")
        #expect(
            String(decoding: event.bytes, as: UTF8.self)
                == "id: 1event: x\nevent: tick\ndata: a\ndata: b\ndata: c\ndata: d\n\n")
        #expect(String(decoding: ServerSentEvent.comment("hi\n").bytes, as: UTF8.self) == ":hi\n\n")
        #expect(String(decoding: ServerSentEvent(data: "").bytes, as: UTF8.self) == "data: \n\n")
    }

    @Test("The pause told to exporters is what the protobuf library of Google writes")
    func retryInfo() {
        let full = RPCStatus(.resourceExhausted, "full", retryAfterMilliseconds: 1_500)
        #expect(
            hex(full.details)
                == "0808120466756c6c1a360a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e72"
                + "70632e5265747279496e666f120a0a0808011080cab5ee01")
        #expect(RPCStatus(.internal, "x").details == nil)
    }

    @Test("Metadata names match whatever their case")
    func metadata() {
        let request = RPCRequest(method: "/a/B", metadata: [("authorization", "k")], message: [])
        #expect(request.metadata("Authorization") == "k")
        #expect(request.metadata("none") == nil)
    }

    private func hex(_ bytes: [UInt8]?) -> String {
        let digits = Array("0123456789abcdef")
        return (bytes ?? []).reduce(into: "") { text, byte in
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }
}
