public import HindcastEngine
public import HindcastModel
public import HindcastStore

/// What the MCP endpoint needs of the house.
public struct MCPServices: Sendable {
    let learning: Learning
    let reader: TraceReader
    let administration: Administration
    let projects: any AccessRecords
    let time: any TimeSource
    /// The product's version, told to clients.
    let version: String

    public init(
        learning: Learning, reader: TraceReader, administration: Administration, projects: any AccessRecords,
        time: any TimeSource, version: String
    ) {
        self.learning = learning
        self.reader = reader
        self.administration = administration
        self.projects = projects
        self.time = time
        self.version = version
    }
}
