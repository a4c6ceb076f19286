/// What a span does, in the words every convention is translated into.
public enum SpanKind: String, Sendable, CaseIterable {
    case agent, llm, tool, retriever, embedding, reranker, evaluator, guardrail, workflow, task, span
}
