import HindcastBytes
import HindcastJSON
public import HindcastModel

extension ClaudeCodeSession {
    /// Spans for a session that sent log records only: one trace per prompt, an agent span with its model calls and
    /// tools below it. Ids derive from session and prompt, so the same records always make the same spans and a turn
    /// that grows replaces itself. Records that name a trace are left out: real spans tell them better.
    public static func spans(from logs: [LogDraft]) -> [SpanDraft] {
        let bySession = Dictionary(grouping: logs.filter { $0.traceID == nil }) { sessionID($0) ?? "" }
        return bySession.keys.sorted().flatMap { id -> [SpanDraft] in
            guard !id.isEmpty, let records = bySession[id], let sample = records.first else { return [] }
            let story = ClaudeCodeStory(sessionID: id, logs: records)
            var builder = Builder(sessionID: id, sample: sample)
            for turn in story.turns where turn.prompt != nil || !turn.calls.isEmpty { builder.add(turn) }
            for exchange in exchanges(story, [:]) { builder.add(exchange) }
            return builder.spans
        }
    }

    private struct Builder {
        let sessionID: String
        /// Any record of the session: resource, user and scope are the same on all.
        let sample: LogDraft
        var spans: [SpanDraft] = []
        private var count = 0

        init(sessionID: String, sample: LogDraft) {
            self.sessionID = sessionID
            self.sample = sample
        }

        mutating func add(_ turn: ClaudeCodeStory.Turn) {
            append(
                turn, name: "interaction", id: "", parent: nil, from: turn.start, to: turn.end,
                [("user_prompt", turn.prompt.map { .string($0) })])
        }

        mutating func add(_ exchange: ClaudeCodeSession.Exchange) {
            let call = exchange.call
            let log = call.log.attributes
            let agent = spanID(exchange.turn, "interaction", "")
            var members: [(String, AttributeValue?)] = exchange.attributes.map { ($0.0, $0.1) }
            for key in [
                "model", "input_tokens", "output_tokens", "cache_read_tokens", "cache_creation_tokens",
                "cost_usd",
                "ttft_ms", "query_source",
            ] { members.append((key, log.value(key))) }
            count += 1
            let sequence = log.string("event.sequence") ?? String(count)
            append(
                exchange.turn, name: "llm_request", id: sequence, parent: agent, from: call.start,
                to: call.end,
                members, error: call.error)
            for tool in call.tools {
                count += 1
                append(
                    exchange.turn, name: "tool", id: tool.id ?? String(count), parent: agent,
                    from: tool.start,
                    to: tool.end,
                    [
                        ("tool_name", .string(tool.name)), ("tool_use_id", tool.id.map { .string($0) }),
                        ("tool_input", .string(tool.arguments.text)),
                    ], error: tool.isError ? tool.error ?? "failed" : nil)
            }
        }

        private func digest(_ parts: [String]) -> [UInt8] {
            let text = (["claude-code", sessionID] + parts).joined(separator: "\u{0}")
            return Array(SHA256Digest.of(domain: Self.idDomain, Array(text.utf8)).bytes)
        }

        /// Keeps derived ids apart from identities of contents.
        private static let idDomain: UInt8 = 0xCC

        private func spanID(_ turn: ClaudeCodeStory.Turn, _ name: String, _ id: String) -> SpanID {
            SpanID(bytes: digest([turn.promptID, name, id]).prefix(8)) ?? SpanID(1)
        }

        private mutating func append(
            _ turn: ClaudeCodeStory.Turn, name: String, id: String, parent: SpanID?, from start: Timestamp,
            to end: Timestamp, _ members: [(String, AttributeValue?)], error: String? = nil
        ) {
            let traceID = TraceID(bytes: digest([turn.promptID]).prefix(16)) ?? TraceID(high: 0, low: 1)
            var span = SpanDraft(
                traceID: traceID, spanID: spanID(turn, name, id), name: "claude_code." + name, start: start,
                end: end)
            span.parentID = parent
            let common: [(String, AttributeValue?)] = [
                ("span.type", .string(name)), ("session.id", .string(sessionID)),
                ("user.id", sample.attributes.value("user.id")), ("prompt.id", .string(turn.promptID)),
                ("gen_ai.provider.name", .string("anthropic")),
            ]
            span.attributes = Attributes(
                (common + members).compactMap { key, value in
                    value.map { AttributeEntry(key: key, value: $0) }
                })
            span.resource = sample.resource
            span.scope = sample.scope
            if let error {
                span.status = .error
                span.statusMessage = error
            }
            spans.append(span)
        }
    }
}
