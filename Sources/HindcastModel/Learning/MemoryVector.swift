/// A text as a direction in the space of one model. Components are whole steps of 1/127 of the longest one, which costs
/// a cosine less than 0.01 and makes 100,000 vectors fit where floats of a quarter of them would.
public struct MemoryVector: Sendable, Equatable {
    /// Names the model and what it learned from the project. Vectors of different models are never compared.
    public var model: String
    public var components: [Int8]
    /// The length of `components`.
    public let norm: Float

    /// Takes components as they are stored.
    public init(model: String, components: [Int8]) {
        self.model = model
        self.components = components
        var sum = 0
        for component in components { sum += Int(component) * Int(component) }
        norm = Float(sum).squareRoot()
    }

    /// Rounds a vector of any length.
    public init(model: String, _ values: [Float]) {
        let longest = values.reduce(0) { max($0, abs($1)) }
        let scale = 127 / longest
        // What is no number, or too small to be scaled up, counts as nothing.
        let isUsable = longest.isFinite && scale.isFinite && values.allSatisfy(\.isFinite)
        self.init(
            model: model, components: values.map { isUsable ? Int8(($0 * scale).rounded()) : 0 })
    }

    /// The cosine of the angle between two vectors of one model; 0 where either has no length.
    public func similarity(to other: MemoryVector) -> Double {
        precondition(model == other.model && components.count == other.components.count)
        guard norm > 0, other.norm > 0 else { return 0 }
        var sum = 0
        for index in components.indices { sum += Int(components[index]) * Int(other.components[index]) }
        return Double(Float(sum) / (norm * other.norm))
    }
}
