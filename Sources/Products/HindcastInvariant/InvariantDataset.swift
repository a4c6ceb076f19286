import HindcastJSON
import HindcastModel

/// A dataset with what its readers may see of it.
struct InvariantDataset {
    let dataset: Dataset
    /// Whether the reader belongs to the project; others do not see its policies.
    let isOwner: Bool

    static let policiesKey = "policies"

    /// Never with the policies: they have routes of their own.
    static func shownMetadata(_ dataset: Dataset) -> JSON {
        var metadata = dataset.metadata
        metadata[policiesKey] = nil
        return .object(metadata)
    }

    var form: JSONObject {
        JSONObject([
            ("id", .string(dataset.id.description)), ("name", .string(dataset.name)),
            ("extra_metadata", Self.shownMetadata(dataset)), ("is_public", .bool(dataset.isPublic)),
            ("user_id", InvariantForm.userID(dataset.owner.name)),
            ("time_created", .string(dataset.created.pythonText)),
            ("latest_trace_time", .string(dataset.lastPushed.pythonText)),
        ])
    }

    /// For the owner, who gets the policies too.
    var formWithPolicies: JSONObject {
        var form = form
        form["extra_metadata"] = .object(dataset.metadata)
        return form
    }
}
