import HindcastModel

/// What a reader of the live feed may see and wants to see.
struct LiveView: Sendable {
    let project: ProjectID
    /// Nil for all traces of the project.
    let trace: TraceID?

    func sees(_ id: TraceID) -> Bool { trace == nil || trace == id }
}
