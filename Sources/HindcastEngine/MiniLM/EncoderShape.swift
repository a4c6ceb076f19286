/// The measures of a BERT encoder.
struct EncoderShape: Sendable, Equatable {
    /// Of each token's row of numbers.
    let width: Int
    let inner: Int
    let layers: Int
    let heads: Int
    let tokensMax: Int

    /// all-MiniLM-L6-v2, with the length of text it was trained on.
    static let miniLM = EncoderShape(width: 384, inner: 1536, layers: 6, heads: 12, tokensMax: 256)
}
