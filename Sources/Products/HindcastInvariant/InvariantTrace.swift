import HindcastBytes
import HindcastEngine
import HindcastJSON
import HindcastModel
import HindcastStore

/// A trace with what its readers may see of it.
struct InvariantTrace {
    let content: ConversationContent
    /// Nil for a run that came by another door.
    let conversation: Conversation?
    let userName: String
    /// Whether the reader belongs to the project; others do not see who uploaded it.
    let isOwner: Bool

    var index: Int { conversation?.index ?? 0 }
    var created: Timestamp { conversation?.created ?? content.trace.start }

    /// What was sent, with the tools that the messages call.
    var metadata: JSONObject {
        var metadata = content.metadata
        let tools = ToolList(content.messages)
        if !tools.isEmpty { metadata["tool_calls"] = tools.json }
        return metadata
    }

    private var shownMetadata: JSONObject {
        var metadata = metadata
        if isOwner, let author = conversation?.author, let key = author.key {
            metadata["uploader"] = .string("\(author.name) (key \(key))")
        }
        return metadata
    }

    var name: String { content.trace.name }
    var hierarchyPath: JSON {
        .array(content.metadata["hierarchy_path"]?.arrayValue ?? [])
    }

    /// Messages with images as the addresses at which they are served.
    func messages(lengthMax: Int) -> JSON {
        let id = RecordID(high: content.trace.id.high, low: content.trace.id.low)
        let served = JSON.array(content.messages).replacingImages { reference in
            content.image(reference.digest) == nil
                ? nil : "\(InvariantRoutes.root)/trace/image/\(id)/\(reference.digest.hex)"
        }
        return InvariantForm.shortened(served, to: lengthMax)
    }

    func form(messages: JSON) -> JSONObject {
        JSONObject([
            ("id", InvariantForm.traceID(content.trace.id)), ("index", InvariantForm.count(index)),
            ("messages", messages),
            ("dataset", conversation?.dataset.map { .string($0.description) } ?? .null),
            ("user_id", InvariantForm.userID(userName)), ("name", .string(name)),
            ("hierarchy_path", hierarchyPath), ("user", .string(userName)),
            ("extra_metadata", .object(shownMetadata)), ("time_created", .string(created.pythonText)),
            ("time_last_pushed", .string((conversation?.pushed ?? created).pythonText)),
        ])
    }

    /// A line of a file. Images are in it whole.
    func line(_ annotations: [Annotation], withID: Bool) -> JSON {
        let messages = JSON.array(content.messages).replacingImages { content.image($0.digest)?.dataURL }
        var object = JSONObject([("index", InvariantForm.count(index)), ("messages", messages)])
        object["metadata"] = .object(metadata)
        if withID { object["id"] = InvariantForm.traceID(content.trace.id) }
        // The name is told apart where the metadata does not say it: a run that a number named.
        object["name"] = .string(name)
        object["hierarchy_path"] = hierarchyPath
        object["annotations"] = .array(annotations.map(InvariantForm.exported))
        return .object(object)
    }
}
