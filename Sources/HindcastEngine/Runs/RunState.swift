/// How far a run or a step has come.
public enum RunState: Sendable {
    case running, completed, failed, cancelled
}
