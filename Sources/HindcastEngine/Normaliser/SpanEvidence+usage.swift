import HindcastModel

extension SpanEvidence {
    /// The counts under `gen_ai.usage.`, in the spellings of a decade of instrumentations, newest first.
    /// The input count includes what the cache served: OpenTelemetry's rule.
    func genAIUsage() -> Usage {
        Usage(
            input: attributes.int("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
            output: attributes.int("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
            cacheRead: attributes.int(
                "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens",
                "gen_ai.usage.details.cache_read_tokens", "gen_ai.usage.details.cached_tokens"),
            cacheWrite: attributes.int(
                "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_write.input_tokens",
                "gen_ai.usage.cache_creation_input_tokens", "gen_ai.usage.cache_write_input_tokens",
                "gen_ai.usage.details.cache_write_tokens"),
            reasoning: attributes.int(
                "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens",
                "gen_ai.usage.details.reasoning_tokens"))
    }

    /// The price of a call that its client put on the span.
    func genAICost() -> Cost {
        Cost(
            input: attributes.double("gen_ai.usage.input_cost"),
            output: attributes.double("gen_ai.usage.output_cost"),
            total: attributes.double("gen_ai.usage.cost") ?? attributes.double("operation.cost"))
    }

    /// What beside the counts decides the price.
    func pricedCall(_ usage: Usage) -> PricedCall {
        var call = PricedCall(usage: usage)
        guard marks.contains(.genAI) || marks.contains(.openInference) else { return call }
        let tier = attributes.string(
            "gen_ai.response.service_tier", "openai.response.service_tier", "anthropic.response.service_tier",
            "gen_ai.openai.response.service_tier", "gen_ai.request.service_tier",
            "openai.request.service_tier",
            "anthropic.request.service_tier", "gen_ai.openai.request.service_tier")
        call.tier = attributes.bool("gen_ai.request.batch") == true ? .batches : ServiceTier(named: tier)
        call.longCacheWrite = attributes.int("gen_ai.usage.cache_creation.input_tokens.ephemeral_1h") ?? 0
        call.audioInput =
            attributes.int("gen_ai.usage.audio_input_tokens", "llm.token_count.prompt_details.audio") ?? 0
        call.audioOutput =
            attributes.int("gen_ai.usage.audio_output_tokens", "llm.token_count.completion_details.audio")
            ?? 0
        return call
    }
}
