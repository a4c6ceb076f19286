import HindcastJSON
import HindcastModel

/// Images, sounds and files, as blocks with a `type`.
enum MediaShape {
    static func part(_ json: JSON, _ type: String?) -> [Part]? {
        switch type {
        case "image", "image_url", "input_image": media(.image, json)
        case "audio", "input_audio": media(.audio, json)
        case "video", "video_url": media(.video, json)
        case "file", "input_file", "document": media(kind(json), json)
        case "blob", "uri": media(kind(json), json)
        default: nil
        }
    }

    /// OpenTelemetry says the modality, others only the type.
    private static func kind(_ json: JSON) -> Media.Kind {
        if let modality = json["modality"]?.stringValue.flatMap(Media.Kind.init(rawValue:)) {
            return modality
        }
        return kind(mimeType: mimeType(json))
    }

    static func kind(mimeType: String?) -> Media.Kind {
        mimeType?.split(separator: "/").first.flatMap { Media.Kind(rawValue: String($0)) } ?? .file
    }

    private static func mimeType(_ json: JSON) -> String? {
        for key in ["mime_type", "mimeType", "mediaType", "media_type"] {
            if let found = json[key]?.stringValue { return found }
        }
        return nil
    }

    private static func media(_ kind: Media.Kind, _ json: JSON) -> [Part]? {
        for holder in holders(json) {
            let type = mimeType(holder) ?? mimeType(json) ?? format(kind, holder)
            if let id = (holder["file_id"] ?? holder["fileId"])?.stringValue {
                return [.media(Media(kind: kind, mimeType: type, source: .fileID(id)))]
            }
            for key in ["url", "uri", "image", "data", "base64", "content", "file_data", "image_url"] {
                guard let text = holder[key]?.stringValue, !text.isEmpty else { continue }
                return [.media(media(kind, type, text))]
            }
        }
        return nil
    }

    /// Where the dialects put the source: the block itself or an object under a key of its type.
    private static func holders(_ json: JSON) -> [JSON] {
        ["source", "image_url", "input_audio", "audio", "file", "video_url"].compactMap { key in
            json[key].flatMap { $0.stringValue == nil ? $0 : nil }
        } + [json]
    }

    private static func format(_ kind: Media.Kind, _ json: JSON) -> String? {
        json["format"]?.stringValue.map { "\(kind.rawValue)/\($0)" }
    }

    /// A `data:` address is the data itself.
    static func media(_ kind: Media.Kind, _ type: String?, _ text: String) -> Media {
        if text.hasPrefix("data:"), let comma = text.firstIndex(of: ",") {
            let head = text[text.index(text.startIndex, offsetBy: 5)..<comma].split(separator: ";")
            let data = String(text[text.index(after: comma)...])
            return Media(kind: kind, mimeType: head.first.map(String.init) ?? type, source: .base64(data))
        }
        let isAddress = text.hasPrefix("http") || text.prefix(12).contains("://") || text.hasPrefix("/")
        return Media(kind: kind, mimeType: type, source: isAddress ? .uri(text) : .base64(text))
    }
}
