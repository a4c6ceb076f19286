public import HindcastModel

/// Asks for a page of a project's feedback.
public struct FeedbackQuery: Sendable {
    /// Which part of the list.
    public var window: CallWindow
    /// Nil for any, feedback with tags alone included.
    public var value: Feedback.Value?
    /// With a value, whichever; without effect when `value` is set.
    public var hasValue: Bool

    /// A question about feedback.
    public init(window: CallWindow = CallWindow(), value: Feedback.Value? = nil, hasValue: Bool = false) {
        self.window = window
        self.value = value
        self.hasValue = hasValue
    }
}
