import HindcastJSON
import Synchronization

/// Vectors of an OpenAI-compatible service: `POST {url}/embeddings`. What is remembered leaves the machine.
public final class EndpointEmbedder: Embedder {
    public let name: String

    private let caller: EndpointCaller
    /// Of the first vector that came: all others must be of the same one.
    private let dimension = Mutex<Int?>(nil)

    /// Services take some hundred to 2,048 texts at once; with this a batch is answered within a second or two.
    static let batchMax = 64
    /// Models read 8,192 tokens, which is about this.
    static let textBytesMax = 24 << 10
    /// The largest models give 4,096.
    static let dimensionMax = 8192

    public init(_ caller: EndpointCaller) {
        self.caller = caller
        // A slash divides the model's name from what it learned.
        name = "endpoint:" + String(caller.endpoint.model.map { $0 == "/" ? "|" : $0 })
    }

    /// A model that was trained elsewhere learns nothing here.
    public func learn(from texts: [String]) -> [UInt8]? { nil }

    public func vectors(of texts: [String], state: [UInt8]?) async throws(EmbeddingError) -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        var start = 0
        while start < texts.count {
            let batch = texts[start..<min(start + Self.batchMax, texts.count)]
            vectors += try await self.vectors(ofBatch: batch)
            start += batch.count
        }
        return vectors
    }

    private func vectors(ofBatch texts: ArraySlice<String>) async throws(EmbeddingError) -> [[Float]] {
        let body: JSON = [
            "model": .string(caller.endpoint.model), "encoding_format": "float",
            "input": .array(texts.map { .string(Self.sendable($0)) }),
        ]
        let answer: JSON
        do throws(EndpointFailure) {
            answer = try await caller.post("/embeddings", body.serialized())
        } catch {
            throw error.mayPass ? .unavailable(error.sentence) : .refused(error.sentence)
        }
        return try ordered(answer, count: texts.count)
    }

    /// Services refuse empty texts and too long ones.
    private static func sendable(_ text: String) -> String {
        let cut = text.clipped(bytesMax: textBytesMax)
        return cut.allSatisfy(\.isWhitespace) ? "-" : cut
    }

    /// The vectors by their index, which need not be the order in which they stand.
    private func ordered(_ answer: JSON, count: Int) throws(EmbeddingError) -> [[Float]] {
        let items = answer["data"]?.arrayValue ?? []
        guard items.count == count else {
            throw wrong("\(items.count) vectors for \(count) texts")
        }
        var vectors = [[Float]?](repeating: nil, count: count)
        for (place, item) in items.enumerated() {
            let index = Int(item["index"]?.intValue ?? Int64(place))
            guard vectors.indices.contains(index), vectors[index] == nil else {
                throw wrong("a vector for text \(index), which was not to come")
            }
            vectors[index] = try components(item["embedding"]?.arrayValue ?? [])
        }
        return vectors.compactMap { $0 }
    }

    private func components(_ values: [JSON]) throws(EmbeddingError) -> [Float] {
        var components: [Float] = []
        components.reserveCapacity(values.count)
        for value in values {
            guard let number = value.doubleValue, Float(number).isFinite else {
                throw wrong("a vector with something in it that is no number")
            }
            components.append(Float(number))
        }
        guard (1...Self.dimensionMax).contains(components.count) else {
            throw wrong("a vector of \(components.count) numbers")
        }
        let expected = dimension.withLock { dimension -> Int in
            dimension = dimension ?? components.count
            return dimension ?? components.count
        }
        guard components.count == expected else {
            throw wrong("a vector of \(components.count) numbers after one of \(expected)")
        }
        return components
    }

    private func wrong(_ what: String) -> EmbeddingError {
        .refused("\(caller.endpoint.place) answered with \(what).")
    }
}
