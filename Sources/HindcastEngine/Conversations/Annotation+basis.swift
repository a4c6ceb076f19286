public import HindcastJSON
public import HindcastModel

extension Annotation {
    private static let basisKey = "hindcast.messages"

    /// How many messages had arrived when the address was written. Later ones may stand before them; where the remark
    /// is then follows from the arrival numbers, so that it need not be written again with every message.
    var basis: Int? {
        get { extras[Self.basisKey]?.intValue.map(Int.init(clamping:)) }
        set { extras[Self.basisKey] = newValue.map { .number(JSONNumber(Int64($0))) } }
    }

    /// What its writer told, without our own note.
    public var ownExtras: JSONObject {
        var own = extras
        own[Self.basisKey] = nil
        return own
    }

    /// The remark where it belongs in the conversation as it is now. Nil while the messages it speaks of are not there.
    func placed(in content: ConversationContent, _ document: JSON) -> Annotation? {
        var placed = self
        let address = Address(self.address)
        if let basis, basis <= content.entries.count, let address {
            placed.address = address.rebased(to: content.places(ofFirst: basis)).description
        } else if let basis, basis > content.entries.count {
            return nil
        }
        placed.isResolved = Address(placed.address)?.resolved(in: document) != nil
        return placed
    }
}
