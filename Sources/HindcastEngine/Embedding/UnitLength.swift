/// Vectors of length one.
enum UnitLength {
    /// A vector without a direction stays as it is.
    static func scale(_ components: inout [Float]) {
        let length = components.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0, length.isFinite else { return }
        for index in components.indices { components[index] /= length }
    }
}
