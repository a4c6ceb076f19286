import HindcastBytes
public import HindcastEngine
import HindcastModel
public import HindcastStore

/// What Reflect's API needs of the house.
public struct ReflectServices: Sendable {
    let learning: Learning
    let administration: Administration
    let traces: any TraceStore
    let projects: any AccessRecords
    /// Of the token that makes projects with their first key; nil for nobody.
    let bootstrapDigest: SHA256Digest?

    /// - Parameter bootstrapToken: nil or empty turns `POST /v1/bootstrap` off.
    public init(
        learning: Learning, administration: Administration, traces: any TraceStore,
        projects: any AccessRecords, bootstrapToken: String?
    ) {
        self.learning = learning
        self.administration = administration
        self.traces = traces
        self.projects = projects
        bootstrapDigest = bootstrapToken.flatMap { $0.isEmpty ? nil : Self.digest($0) }
    }

    /// Tokens are compared by digest: comparing takes as long for a guess of any length.
    static func digest(_ token: String) -> SHA256Digest { SHA256Digest.of(Array(token.utf8)) }
}
