/// The forms in which a text is an image.
public enum ImageText {
    /// The image itself in base64, as agents of Invariant write it.
    static let dataPrefixes = ["base64_img: ", "local_base64_img: "]
    /// Names an image that is stored beside the run.
    public static let linkPrefix = "local_img_link: "

    /// Whether a text is an image or names one.
    public static func isImage(_ text: String) -> Bool {
        text.hasPrefix("data:image/") || text.hasPrefix(linkPrefix)
            || dataPrefixes.contains { text.hasPrefix($0) }
    }
}
