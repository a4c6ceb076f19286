/// Where a command writes, and what it may assume of it.
public struct Console: Sendable {
    public var write: @Sendable (String) -> Void
    public var writeError: @Sendable (String) -> Void
    /// Columns of the terminal; nil when the output goes elsewhere, then nothing is cut.
    public var width: Int?
    /// Whether colours may be used on the output.
    public var hasColour: Bool
    /// Whether a person watches the error output, who may like to see progress.
    public var errorIsTerminal: Bool

    public init(
        write: @escaping @Sendable (String) -> Void, writeError: @escaping @Sendable (String) -> Void,
        width: Int? = nil, hasColour: Bool = false, errorIsTerminal: Bool = false
    ) {
        self.write = write
        self.writeError = writeError
        self.width = width
        self.hasColour = hasColour
        self.errorIsTerminal = errorIsTerminal
    }

    func line(_ text: String) { write(text + "\n") }
    func errorLine(_ text: String) { writeError(text + "\n") }

    enum Style: String { case bold = "1", dim = "2", red = "31", green = "32", yellow = "33" }

    func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
