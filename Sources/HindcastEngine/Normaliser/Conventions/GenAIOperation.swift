import HindcastModel

/// What `gen_ai.operation.name` says about the kind of a span.
enum GenAIOperation {
    static func kind(_ span: SpanEvidence) -> SpanKind? {
        guard span.marks.contains(.genAI), let name = span.attributes.string("gen_ai.operation.name") else {
            return nil
        }
        return kind(name)
    }

    static func kind(_ name: String) -> SpanKind? {
        switch name {
        case "chat", "text_completion", "generate_content", "call_llm", "completion", "responses": .llm
        case "embeddings", "embedding": .embedding
        case "execute_tool": .tool
        case "invoke_agent", "create_agent": .agent
        case "retrieval": .retriever
        case "rerank": .reranker
        case "invoke_workflow", "chain": .workflow
        case "execute_event_loop_cycle", "prompt", "parser": .task
        default: nil
        }
    }
}
