import TestKit

@testable import HindcastEngine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The encoder as the paper writes it, one number after the other in double precision: slow, and with nothing in common
/// with the one it checks.
struct PlainEncoder {
    typealias Rows = [[Double]]

    let model: TinyModel

    func vector(of tokens: [Int32]) -> [Double] {
        let width = TinyModel.shape.width
        let words = rows("embeddings.word_embeddings.weight", width)
        let positions = rows("embeddings.position_embeddings.weight", width)
        let kind = rows("embeddings.token_type_embeddings.weight", width)[0]
        var state = tokens.enumerated().map { place, token in
            (0..<width).map { words[Int(token)][$0] + positions[place][$0] + kind[$0] }
        }
        state = normalised(state, "embeddings.LayerNorm")
        for layer in 0..<TinyModel.shape.layers { state = self.layer("encoder.layer.\(layer).", state) }
        let mean = (0..<width).map { column in state.reduce(0) { $0 + $1[column] } / Double(tokens.count) }
        let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return mean.map { $0 / length }
    }

    private func layer(_ name: String, _ state: Rows) -> Rows {
        let attended = linear(attention(name, state), name + "attention.output.dense")
        let middle = normalised(sum(state, attended), name + "attention.output.LayerNorm")
        let wide = linear(middle, name + "intermediate.dense").map {
            $0.map { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) }
        }
        return normalised(sum(middle, linear(wide, name + "output.dense")), name + "output.LayerNorm")
    }

    private func attention(_ name: String, _ state: Rows) -> Rows {
        let parts = ["query", "key", "value"].map { linear(state, name + "attention.self." + $0) }
        let share = TinyModel.shape.width / TinyModel.shape.heads
        return state.indices.map { row in
            (0..<TinyModel.shape.width).map { column in
                let columns = column / share * share..<(column / share + 1) * share
                let weights = state.indices.map { other in
                    exp(
                        columns.reduce(0) { $0 + parts[0][row][$1] * parts[1][other][$1] }
                            / Double(share).squareRoot())
                }
                let total = weights.reduce(0, +)
                return state.indices.reduce(0) { $0 + weights[$1] / total * parts[2][$1][column] }
            }
        }
    }

    private func linear(_ state: Rows, _ name: String) -> Rows {
        let weights = rows(name + ".weight", state[0].count)
        let bias = model[name + ".bias"]
        return state.map { row in
            weights.indices.map { out in
                zip(row, weights[out]).reduce(Double(bias[out])) { $0 + $1.0 * $1.1 }
            }
        }
    }

    private func normalised(_ state: Rows, _ name: String) -> Rows {
        let (scale, shift) = (model[name + ".weight"], model[name + ".bias"])
        return state.map { row in
            let mean = row.reduce(0, +) / Double(row.count)
            let deviation = (row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count))
                .squareRoot()
            return row.indices.map { (row[$0] - mean) / deviation * Double(scale[$0]) + Double(shift[$0]) }
        }
    }

    private func sum(_ one: Rows, _ other: Rows) -> Rows {
        zip(one, other).map { zip($0, $1).map { $0 + $1 } }
    }

    private func rows(_ name: String, _ width: Int) -> Rows {
        let values = model[name].map(Double.init)
        return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }
}
