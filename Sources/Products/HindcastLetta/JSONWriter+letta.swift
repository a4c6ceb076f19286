import HindcastEngine
import HindcastJSON
import HindcastModel

/// Members as Letta's models have them: every member is there, unknown ones are null.
extension JSONWriter {
    mutating func nulls(_ names: String...) {
        for name in names {
            key(name)
            null()
        }
    }

    mutating func field(_ name: String, _ id: ForeignID?) { field(name, id?.description) }
}

extension Timestamp {
    /// Whole seconds with an offset: the form of a message's `date`.
    var wholeSeconds: String { description.prefix(19) + "+00:00" }
}
