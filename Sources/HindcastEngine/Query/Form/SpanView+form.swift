public import HindcastJSON
public import HindcastModel

extension SpanView {
    /// All of one span: what was read out of it, and what was sent.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("traceId", draft.traceID)
            summary.writeMembers(to: &writer)
            writer.field("newMessages", newMessages.map { Int64($0) })
            writer.field("statusMessage", draft.statusMessage)
            writer.field("errorMessage", reading.errorMessage)
            writeReading(to: &writer)
            writer.array("input", input) { $1.write(to: &$0) }
            writer.array("output", output) { $1.write(to: &$0) }
            writer.field("inputValue", json: reading.input)
            writer.field("outputValue", json: reading.output)
            draft.writeMembers(to: &writer)
            writer.array("logs", logs) { $1.write(to: &$0) }
        }
    }

    private func writeReading(to writer: inout JSONWriter) {
        writer.field("conventions", reading.conventions)
        writer.field("modelRequested", reading.modelRequested)
        writer.field("modelUsed", reading.modelUsed)
        writer.field("responseId", reading.responseID)
        writer.field("finishReasons", reading.finishReasons)
        writer.field("timeToFirstTokenMilliseconds", reading.timeToFirstTokenMilliseconds)
        writer.field("inputCost", reading.cost.input)
        writer.field("outputCost", reading.cost.output)
        writer.field("sessionId", reading.sessionID)
        writer.field("userId", reading.userID)
        writer.field("tags", reading.tags)
        writer.field("metadata", json: .object(reading.metadata))
        writer.field("toolDefinitions", json: reading.toolDefinitions)
        writer.key("tool")
        if let tool = reading.tool { tool.write(to: &writer) } else { writer.null() }
        writer.array("scores", reading.scores) { writer, score in
            writer.object { score.writeMembers(to: &$0) }
        }
    }
}

extension ToolUse {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", name)
            writer.field("callId", callID)
            writer.field("arguments", json: arguments)
            writer.field("result", json: result)
        }
    }
}

extension SpanDraft {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.field("otelKind", otelKind)
        writer.field("traceState", traceState)
        writer.field("flags", Int(flags))
        writer.field("attributes", attributes)
        writer.array("events", events) { writer, event in
            writer.object { writer in
                writer.field("name", event.name)
                writer.field("time", event.time)
                writer.field("attributes", event.attributes)
            }
        }
        writer.array("links", links) { writer, link in
            writer.object { writer in
                writer.field("traceId", link.traceID)
                writer.field("spanId", link.spanID)
                writer.field("traceState", link.traceState)
                writer.field("attributes", link.attributes)
            }
        }
        writer.object("resource") { $0.field("attributes", resource) }
        writer.field("scope", scope)
        writer.field("droppedAttributes", Int(dropped.attributes))
        writer.field("droppedEvents", Int(dropped.events))
        writer.field("droppedLinks", Int(dropped.links))
    }
}

extension JSONWriter {
    /// An object with each key once; of a key that came twice the last value stands, as on lookup.
    mutating func field(_ name: String, _ attributes: Attributes) {
        var seen: Set<String> = []
        var members: [AttributeEntry] = []
        for member in attributes.members.reversed() where seen.insert(member.key).inserted {
            members.append(member)
        }
        object(name) { writer in
            for member in members.reversed() { writer.field(member.key, json: member.value.json) }
        }
    }

    mutating func field(_ name: String, _ scope: InstrumentationScope) {
        object(name) { writer in
            writer.field("name", scope.name)
            writer.field("version", scope.version)
            writer.field("attributes", scope.attributes)
        }
    }
}

extension LogDraft {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("traceId", traceID?.description)
            writer.field("spanId", spanID)
            writer.field("time", time)
            writer.field("observedTime", observed)
            writer.field("eventName", eventName)
            writer.field("severityNumber", severityNumber)
            writer.field("severityText", severityText)
            writer.field("body", json: body.json)
            writer.field("attributes", attributes)
            writer.object("resource") { $0.field("attributes", resource) }
            writer.field("scope", scope)
        }
    }
}
