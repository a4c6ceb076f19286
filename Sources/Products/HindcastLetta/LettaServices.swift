public import HindcastEngine
public import HindcastStore

/// What Letta's dialect needs of the house.
public struct LettaServices: Sendable {
    public let runs: RunReader
    /// For the names of projects.
    public let projects: any AccessRecords
    /// The product's version, for the health check.
    public let version: String

    public init(runs: RunReader, projects: any AccessRecords, version: String) {
        self.runs = runs
        self.projects = projects
        self.version = version
    }
}
