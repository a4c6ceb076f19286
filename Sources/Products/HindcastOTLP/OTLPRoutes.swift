/// Every door of the product, in a table one can read aloud.
enum OTLPRoutes {
    typealias Row = (signal: OTLPSignal, httpPath: String, rpcPath: String)

    static let product = "otlp"
    /// All of them only bring something in.
    static let scope = "ingest"

    static let table: [Row] = [
        (.traces, "/v1/traces", "/opentelemetry.proto.collector.trace.v1.TraceService/Export"),
        (.logs, "/v1/logs", "/opentelemetry.proto.collector.logs.v1.LogsService/Export"),
        (.metrics, "/v1/metrics", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"),
    ]
}
