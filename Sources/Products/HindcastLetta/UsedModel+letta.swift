import HindcastEngine
import HindcastJSON

extension UsedModel {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("handle", provider.map { "\($0)/\(name)" } ?? name)
            writer.field("name", name)
            writer.field("display_name", name)
            writer.field("model", name)
            writer.field("model_type", "llm")
            writer.field("provider_name", provider)
            writer.field("provider_type", provider)
            writer.field("provider_category", "base")
            writer.field("model_endpoint_type", provider)
            writer.nulls("context_window", "max_context_window")
        }
    }
}
