/// How a run ended, as its review says.
public enum Verdict: String, Sendable, CaseIterable {
    case pass, fail

    /// Reads any spelling that clients use: `pass`, `success`, `fail`, `failure`, in any case.
    public init?(folding text: String) {
        switch text.lowercased() {
        case "pass", "success": self = .pass
        case "fail", "failure": self = .fail
        default: return nil
        }
    }
}
