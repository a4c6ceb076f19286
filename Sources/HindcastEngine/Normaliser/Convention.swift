import HindcastModel

/// One way in which spans carry agent runs. Conventions run in a fixed order (`Normaliser.conventions`), several may
/// recognise the same span, and each fills only what is still empty.
protocol Convention: Sendable {
    /// Stored with the span's reading; never changed, people filter by it.
    var name: String { get }

    /// Decides by a few key lookups; called for every span.
    func recognises(_ span: SpanEvidence) -> Bool

    func read(_ span: SpanEvidence, into reading: inout SpanReading)
}
