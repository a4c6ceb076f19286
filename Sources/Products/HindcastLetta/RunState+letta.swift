import HindcastEngine

extension RunState {
    var stepStatus: String {
        switch self {
        case .running: "pending"
        case .completed: "success"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    var runStatus: String {
        switch self {
        case .running: "running"
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}
