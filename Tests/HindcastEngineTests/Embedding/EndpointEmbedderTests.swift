import HindcastEngine
import HindcastHTTP
import HindcastJSON
import Testing

@Suite("Vectors from a service")
struct EndpointEmbedderTests {
    @Test("Texts go in batches and vectors come back in their order, whatever order they arrive in")
    func batches() async throws {
        let service = ScriptedService([ScriptedService.embeds])
        let embedder = EndpointEmbedder(service.caller())
        let texts = (1...150).map { String(repeating: "x", count: $0) }
        let vectors = try await embedder.vectors(of: texts, state: nil)
        #expect(vectors == (1...150).map { [Float($0), 1] })
        #expect(embedder.name == "endpoint:acme|large" && embedder.learn(from: texts) == nil)
        let bodies = try service.requests.map { try JSONReader.parse($0.body) }
        #expect(bodies.map { $0["input"]?.arrayValue?.count } == [64, 64, 22])
        #expect(bodies[0]["model"] == "acme/large")
        #expect(service.requests[0].url == "https://models.example/v1/embeddings")
        #expect(service.requests[0].headers["Authorization"] == "Bearer sk-secret")
    }

    @Test("Empty and endless texts are sent as something that services take")
    func oddTexts() async throws {
        let service = ScriptedService([ScriptedService.embeds])
        let long = String(repeating: "é", count: 20_000)
        let vectors = try await EndpointEmbedder(service.caller(key: nil)).vectors(
            of: ["", long], state: nil)
        #expect(vectors == [[1, 1], [24_576, 1]])
        #expect(service.requests[0].headers["Authorization"] == nil)
        #expect(try await EndpointEmbedder(service.caller()).vectors(of: [], state: nil).isEmpty)
    }

    @Test("A service that is busy is asked again, with growing pauses or after the one it asks for")
    func retries() async throws {
        let service = ScriptedService([
            ScriptedService.status(429, retryAfter: 3), ScriptedService.status(500),
            ScriptedService.fails(.unreachable(server: "https://models.example", reason: "refused")),
            ScriptedService.embeds,
        ])
        #expect(try await EndpointEmbedder(service.caller()).vectors(of: ["ab"], state: nil) == [[2, 1]])
        #expect(service.pauses == [3000, 1000, 2000])
    }

    @Test("After four tries it is unavailable, and a pause that the time does not allow is not begun")
    func givesUp() async throws {
        let service = ScriptedService([ScriptedService.status(503)])
        await #expect(throws: EmbeddingError.unavailable("https://models.example answered 503.")) {
            try await EndpointEmbedder(service.caller()).vectors(of: ["a"], state: nil)
        }
        #expect(service.requests.count == 4)
        let slow = ScriptedService([ScriptedService.status(503, retryAfter: 60)])
        await #expect(throws: EmbeddingError.self) {
            try await EndpointEmbedder(slow.caller()).vectors(of: ["a"], state: nil)
        }
        #expect(slow.requests.count == 1 && slow.pauses.isEmpty)
        #expect(slow.requests[0].timeLimitMilliseconds == 30_000)
    }

    @Test(
        "What is wrong with the configuration is refused at once, without telling the key",
        arguments: [400, 401, 404, 307])
    func refused(status: Int) async throws {
        let service = ScriptedService([ScriptedService.status(status)])
        do throws(EmbeddingError) {
            _ = try await EndpointEmbedder(service.caller()).vectors(of: ["a"], state: nil)
            Issue.record("there were vectors")
        } catch {
            #expect(error.sentence.hasPrefix("https://models.example answered \(status)"))
            #expect(!error.sentence.contains("sk-secret"))
            guard case .refused = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(service.requests.count == 1)
    }

    @Test(
        "An answer that is no list of vectors is refused",
        arguments: [
            "no JSON", "{}", #"{"data":[]}"#,
            #"{"data":[{"index":5,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
            #"{"data":[{"embedding":[1]},{"embedding":[1,2]}]}"#,
            #"{"data":[{"embedding":[]},{"embedding":[]}]}"#,
            #"{"data":[{"embedding":["a"]},{"embedding":[1]}]}"#,
            #"{"data":[{"embedding":[1e99]},{"embedding":[1]}]}"#,
            #"{"data":[1,2]}"#,
        ])
    func wrongAnswers(text: String) async throws {
        let service = ScriptedService([ScriptedService.answers(text: text)])
        do throws(EmbeddingError) {
            _ = try await EndpointEmbedder(service.caller()).vectors(of: ["a", "b"], state: nil)
            Issue.record("there were vectors")
        } catch {
            guard case .refused = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("A dimension that changes between batches is refused")
    func dimension() async throws {
        let service = ScriptedService([
            ScriptedService.answers(["data": [["embedding": [1, 2, 3]]]]),
            ScriptedService.answers(["data": [["embedding": [1, 2]]]]),
        ])
        let embedder = EndpointEmbedder(service.caller())
        _ = try await embedder.vectors(of: ["a"], state: nil)
        await #expect(
            throws: EmbeddingError.refused(
                "https://models.example answered with a vector of 2 numbers after one of 3.")
        ) { try await embedder.vectors(of: ["a"], state: nil) }
    }

    @Test("However a key is printed, it is not told")
    func keyIsHidden() throws {
        let key = try #require(EndpointKey(" sk-secret\n"))
        let endpoint = ModelEndpoint(url: "http://x", model: "m", key: key)
        var dumped = ""
        dump(endpoint, to: &dumped)
        for text in ["\(key)", "\(endpoint)", String(reflecting: endpoint), dumped] {
            #expect(!text.contains("secret"))
        }
        #expect(EndpointKey(" \n") == nil)
    }
}
