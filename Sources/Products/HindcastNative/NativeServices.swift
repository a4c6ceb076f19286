public import HindcastEngine
public import HindcastModel
import HindcastStore

/// What the native API needs of the house.
public struct NativeServices: Sendable {
    public let reader: TraceReader
    public let conversations: Conversations
    public let learning: Learning
    public let administration: Administration
    public let live: LiveHub
    public let demo: DemoWriter
    public let time: any TimeSource
    /// The product's version, for `/health`.
    public let version: String

    public init(
        reader: TraceReader, conversations: Conversations, learning: Learning,
        administration: Administration, live: LiveHub, demo: DemoWriter, time: any TimeSource, version: String
    ) {
        self.reader = reader
        self.conversations = conversations
        self.learning = learning
        self.administration = administration
        self.live = live
        self.demo = demo
        self.time = time
        self.version = version
    }

    var store: any TraceStore { reader.store }
}
