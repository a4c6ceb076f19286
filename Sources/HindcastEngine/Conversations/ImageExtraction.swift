public import HindcastBytes
public import HindcastJSON
import HindcastModel

/// Takes images out of messages: base64 would be repeated, searched and shown as text.
///
/// A text is taken for an image only if the image, written again, is that text; so nothing is lost by the exchange.
struct ImageExtraction {
    /// The messages with names in the place of images.
    private(set) var messages: [JSON] = []
    /// Each once.
    private(set) var found: [ConversationImage] = []

    init(_ messages: [JSON]) {
        self.messages.reserveCapacity(messages.count)
        for message in messages {
            guard let content = message["content"], var object = message.objectValue else {
                self.messages.append(message)
                continue
            }
            switch content {
            case .string(let text):
                if let image = Self.image(in: text) {
                    object["content"] = .string(ImageText.linkPrefix + ImageReference(image.digest).text)
                    add(image)
                }
            case .array(let parts): object["content"] = .array(parts.map { part($0) })
            default: break
            }
            self.messages.append(.object(object))
        }
    }

    private mutating func part(_ part: JSON) -> JSON {
        guard var object = part.objectValue, var holder = part["image_url"]?.objectValue,
            let text = holder["url"]?.stringValue, let image = Self.image(in: text, isAddress: true)
        else { return part }
        holder["url"] = .string(ImageReference(image.digest).text)
        object["image_url"] = .object(holder)
        add(image)
        return .object(object)
    }

    private mutating func add(_ image: ConversationImage) {
        if !found.contains(where: { $0.digest == image.digest }) { found.append(image) }
    }

    private static func image(in text: String, isAddress: Bool = false) -> ConversationImage? {
        guard ImageText.isImage(text) else { return nil }
        if text.hasPrefix("data:") {
            guard let comma = text.utf8.firstIndex(of: UInt8(ascii: ",")),
                let bytes = Base64.decode(String(text[text.utf8.index(after: comma)...])),
                let image = ConversationImage(bytes), image.dataURL == text
            else { return nil }
            return image
        }
        guard !isAddress, let blank = text.utf8.firstIndex(of: UInt8(ascii: " ")),
            let bytes = Base64.decode(String(text[text.utf8.index(after: blank)...]))
        else { return nil }
        return ConversationImage(bytes)
    }
}

/// What stands in a message for an image that is kept beside it.
public struct ImageReference: Sendable, Hashable {
    private static let scheme = "image://"
    public let digest: SHA256Digest

    init(_ digest: SHA256Digest) { self.digest = digest }

    /// Reads a reference, or a text that has one behind `local_img_link: `.
    public init?(_ text: String) {
        let rest =
            text.hasPrefix(ImageText.linkPrefix) ? text.dropFirst(ImageText.linkPrefix.count) : text[...]
        guard rest.hasPrefix(Self.scheme),
            rest.utf8.count == Self.scheme.utf8.count + SHA256Digest.byteCount * 2,
            let bytes = Hex.decode(String(rest.dropFirst(Self.scheme.count))),
            let digest = SHA256Digest(bytes: bytes)
        else { return nil }
        self.digest = digest
    }

    /// As it stands in a message.
    public var text: String { Self.scheme + digest.hex }
}

extension ConversationImage {
    /// The image as an address that holds it whole.
    public var dataURL: String { "data:\(mimeType);base64,\(Base64.encode(bytes))" }
}

extension JSON {
    /// The value with every reference to an image replaced; `write` answers nil to leave one as it is.
    public func replacingImages(_ write: (ImageReference) -> String?) -> JSON {
        switch self {
        case .string(let text):
            guard text.utf8.count < 200, let reference = ImageReference(text), let written = write(reference)
            else {
                return self
            }
            return .string(written)
        case .array(let items): return .array(items.map { $0.replacingImages(write) })
        case .object(let object):
            return .object(JSONObject(object.map { ($0.key, $0.value.replacingImages(write)) }))
        case .null, .bool, .number: return self
        }
    }
}
