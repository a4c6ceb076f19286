import HindcastHTTP
import TestKit
import Testing

@Suite("Forms with files")
struct MultipartTests {
    private func form(_ body: String, _ type: String = "multipart/form-data; boundary=B") throws -> Multipart
    {
        try Multipart(try .local(.post, "/", body: body, headers: ["Content-Type": type]))
    }

    private static let body =
        "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nset\r\n"
        + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n"
        + "Content-Type: application/json\r\n\r\n{}\r\n--X\r\n\r\n--B\r\n"
        + "content-disposition: form-data; name=empty\r\n\r\n\r\n--B--\r\n"

    @Test("Fields and files are told apart, bodies keep every byte")
    func parts() throws {
        let found = try form(Self.body)
        #expect(found.parts.map(\.name) == ["name", "file", "empty"])
        #expect(found["name"]?.body == Array("set".utf8))
        #expect(found["file"]?.fileName == "a.jsonl")
        #expect(found["file"]?.body == Array("{}\r\n--X\r\n".utf8))
        #expect(found["empty"]?.body == [])
        #expect(found["other"] == nil)
    }

    @Test("What is no form, or is cut short, is refused")
    func refusals() {
        #expect(throws: HTTPError.self) { try form(Self.body, "application/json") }
        #expect(throws: HTTPError.self) { try form(Self.body, "multipart/form-data") }
        #expect(throws: HTTPError.self) { try form("") }
        #expect(throws: HTTPError.self) { try form("--B\r\nContent-Type: x\r\n\r\nbody\r\n--B--") }
        for end in stride(from: 1, to: Self.body.utf8.count - 4, by: 3) {
            #expect(throws: HTTPError.self) {
                try form(String(decoding: Self.body.utf8.prefix(end), as: UTF8.self))
            }
        }
    }

    @Test("Damaged forms are refused or read, never trapped on", arguments: 1...200 as ClosedRange<UInt64>)
    func damage(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            var request = try HTTPRequest.local(
                .post, "/", headers: ["Content-Type": "multipart/form-data; boundary=B"])
            request.body = random.damaged(Array(Self.body.utf8))
            let found = try? Multipart(request)
            #expect(found?.parts.allSatisfy { $0.body.count <= request.body.count } ?? true)
        }
    }
}
