public import HindcastEngine

/// Where the vectors of tasks come from.
public enum EmbeddingChoice: Sendable, Equatable {
    /// Made here, without any model.
    case local
    /// Made here by the model that the operator installed.
    case miniLM
    /// Made by a service; tasks leave the machine.
    case endpoint(ModelEndpoint)
}
