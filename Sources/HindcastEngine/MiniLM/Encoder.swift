import CMatrix

/// A BERT encoder's way from tokens to one vector.
struct Encoder: Sendable {
    let weights: EncoderWeights

    private var shape: EncoderShape { weights.shape }
    /// As the model was trained.
    private static let epsilon: Float = 1e-12

    /// The mean of what the last layer says of each token, of length one. Tokens that the model does not have are 0.
    func vector(of tokens: [Int32]) -> [Float] {
        let count = tokens.count
        var rows = embedded(tokens)
        var queries = [Float](repeating: 0, count: count * shape.width)
        var keys = queries
        var values = queries
        var mixed = queries
        var inner = [Float](repeating: 0, count: count * shape.inner)
        var scores = [Float](repeating: 0, count: count)
        for layer in weights.layers {
            apply(layer.query, to: rows, into: &queries, count)
            apply(layer.key, to: rows, into: &keys, count)
            apply(layer.value, to: rows, into: &values, count)
            unsafe hindcast_matrix_attend(
                queries, keys, values, &mixed, &scores, count, shape.width, shape.heads)
            apply(layer.attended, to: mixed, into: &queries, count)
            addNormalised(queries, layer.attendedNorm, &rows, count)
            apply(layer.widened, to: rows, into: &inner, count)
            unsafe hindcast_matrix_gelu(&inner, inner.count)
            apply(layer.narrowed, to: inner, into: &queries, count)
            addNormalised(queries, layer.narrowedNorm, &rows, count)
        }
        return mean(of: rows, count)
    }

    /// For each token what its word, its position and its kind (always the first) begin with.
    private func embedded(_ tokens: [Int32]) -> [Float] {
        let width = shape.width
        var rows = [Float](repeating: 0, count: tokens.count * width)
        let kind = unsafe weights.numbers(weights.kinds)
        for (position, token) in tokens.enumerated() {
            let known = (0..<weights.wordCount).contains(Int(token)) ? Int(token) : 0
            let word = unsafe weights.numbers(weights.words) + known * width
            let place = unsafe weights.numbers(weights.positions) + position * width
            for column in 0..<width {
                rows[position * width + column] = unsafe word[column] + place[column] + kind[column]
            }
        }
        addNormalised([Float](repeating: 0, count: rows.count), weights.embeddingNorm, &rows, tokens.count)
        return rows
    }

    private func apply(
        _ linear: EncoderWeights.Linear, to input: [Float], into output: inout [Float], _ count: Int
    ) {
        unsafe hindcast_matrix_linear(
            input, weights.numbers(linear.weights), weights.numbers(linear.bias), &output, count,
            input.count / count, output.count / count)
    }

    private func addNormalised(
        _ more: [Float], _ norm: EncoderWeights.Norm, _ rows: inout [Float], _ count: Int
    ) {
        unsafe hindcast_matrix_add_normalise(
            &rows, more, weights.numbers(norm.scale), weights.numbers(norm.shift), count, shape.width,
            Self.epsilon)
    }

    private func mean(of rows: [Float], _ count: Int) -> [Float] {
        var vector = [Float](repeating: 0, count: shape.width)
        for row in 0..<count {
            for column in 0..<shape.width { vector[column] += rows[row * shape.width + column] }
        }
        UnitLength.scale(&vector)
        return vector
    }
}
