import HindcastCLI
import HindcastEngine
import HindcastHTTP
import HindcastInvariant
import HindcastLetta
import HindcastMCP
import HindcastNative
import HindcastOTLP
import HindcastReflect

/// Every dialect that is spoken, over one house.
struct Products {
    let routes: [Route]
    let methods: [RPCMethod]

    init(_ house: House, _ options: ServeOptions) {
        let access = house.access
        let otlp = OTLPProduct(
            sink: house.recorder,
            httpProject: { request in
                guard let grant = request.grant else { throw AccessError.missingKey.httpError }
                return grant.project
            },
            rpcProject: { request in try await access.grant(for: request).project })
        let invariant = InvariantServices(
            conversations: house.conversations, administration: house.administration, time: house.time,
            visitor: { request in try await access.visitor(request) })
        let letta = LettaServices(
            runs: RunReader(reader: house.reader, feedback: house.store, time: house.time),
            projects: house.store, version: hindcastVersion)
        let reflect = ReflectServices(
            learning: house.learning, administration: house.administration, traces: house.store,
            projects: house.store, bootstrapToken: options.bootstrapToken)
        let mcp = MCPServices(
            learning: house.learning, reader: house.reader, administration: house.administration,
            projects: house.store, time: house.time, version: hindcastVersion)
        let native = NativeServices(
            reader: house.reader, conversations: house.conversations, learning: house.learning,
            administration: house.administration, live: house.live,
            demo: DemoWriter(sink: house.recorder, editor: house.recorder),
            time: house.time,
            version: hindcastVersion)
        let dialects =
            otlp.routes + InvariantRoutes.routes(invariant) + LettaRoutes.routes(letta)
            + ReflectRoutes.routes(reflect) + MCPRoutes.routes(mcp)
        routes = dialects + NativeRoutes.routes(native, listed: dialects)
        methods = otlp.methods
    }
}
