import HindcastEngine
import HindcastJSON
import HindcastModel

/// Tools for learning: lessons before a task, and a lesson after it.
struct MemoryTools: Sendable {
    private let learning: Learning

    init(_ services: MCPServices) { learning = services.learning }

    var tools: [MCPTool] { [retrieve, create] }

    private var retrieve: MCPTool {
        MCPTool(
            name: "retrieve_memories", title: "Retrieve memories",
            description: """
                Lessons from earlier tasks like this one, best first. `q_value` (0 to 1) is how well a lesson has \
                served so far. Follow the guidance of lessons from failures to avoid the mistake they tell of. \
                Hand the ids to create_memory afterwards, so that their values learn from the outcome.
                """,
            scope: .read,
            inputSchema: MCPSchema.object(
                [
                    ("query", MCPSchema.text("The task, in the words in which it was given.")),
                    (
                        "limit",
                        MCPSchema.count(
                            "How many lessons.", default: MCPLimits.memoriesDefault,
                            max: MCPLimits.memoriesMax)
                    ),
                    (
                        "lambda_",
                        MCPSchema.fraction(
                            "The weight of similarity: 1 ranks by similarity only, 0 by value only.")
                    ),
                ], required: ["query"])
        ) { [learning] arguments, caller in
            var request = MemoryRequest(
                task: try arguments.someText("query"),
                limit: try arguments.whole("limit", in: 1...MCPLimits.memoriesMax)
                    ?? MCPLimits.memoriesDefault)
            request.similarityWeight = try arguments.number("lambda_", in: 0...1)
            let found = try await learning.query(request, project: caller.project)
            return JSONWriter.document { $0.array("memories", found) { $1.write(to: &$0) } }
        }
    }

    private var create: MCPTool {
        MCPTool(
            name: "create_memory", title: "Create a memory",
            description: """
                Records a finished task with its outcome and makes a lesson of it. With `guidance` or `summary` your \
                own words become the lesson at once; without, one is written from the run in the background.
                """,
            scope: .ingest,
            inputSchema: MCPSchema.object(Self.createProperties, required: ["task", "result"])
        ) { [learning] arguments, caller in
            let draft = try Self.draft(arguments, caller)
            let (trace, state) = try await learning.submit(
                draft, project: caller.project, author: caller.author)
            let run = try await learning.run(trace, project: caller.project)
            return JSONWriter.document { writer in
                writer.field("trace_id", trace)
                writer.field("ingest_status", state.rawValue)
                writer.field("memory_id", run?.review?.memory?.description)
            }
        }
    }

    private static let createProperties: [(String, JSON)] = [
        ("task", MCPSchema.text("The task as it was given.")),
        ("result", MCPSchema.choice("How it ended.", Verdict.allCases.map(\.rawValue))),
        ("final_response", MCPSchema.text("The answer that was given.")),
        (
            "trajectory",
            [
                "anyOf": [["type": "array", "items": ["type": "object"]], ["type": "string"]],
                "description": "What happened: chat messages with role and content, or a text.",
            ]
        ),
        ("retrieved_memory_ids", MCPSchema.texts("Ids that retrieve_memories gave for this task.")),
        ("feedback_text", MCPSchema.text("Why it ended so, in a reviewer's words.")),
        ("summary", MCPSchema.text("Your lesson: what happened, in a sentence.")),
        ("guidance", MCPSchema.text("Your lesson: what to do next time.")),
        ("key_mistake", MCPSchema.text("Your lesson: what went wrong.")),
        ("correct_action", MCPSchema.text("Your lesson: what should have been done, or what worked.")),
        ("applicable_tools", MCPSchema.texts("Your lesson: tools that help.")),
        ("model", MCPSchema.text("The model that ran.")),
        ("metadata", ["type": "object", "description": "Anything to filter by later."]),
    ]

    private static func draft(
        _ arguments: MCPArguments, _ caller: MCPTool.Caller
    ) throws -> AttemptDraft {
        guard let verdict = Verdict(folding: try arguments.someText("result")) else {
            throw MCPToolError("`result` must be pass or fail.")
        }
        var messages = try arguments.messages("trajectory")
        let answer = try arguments.text("final_response")
        let task = try arguments.someText("task")
        if messages.isEmpty {
            messages = [["role": "user", "content": .string(task)]]
            if let answer { messages.append(["role": "assistant", "content": .string(answer)]) }
        }
        var draft = AttemptDraft(
            task: task, messages: messages, origin: "mcp", payloadBytes: caller.payloadBytes)
        draft.finalResponse = answer
        draft.model = try arguments.text("model")
        draft.memories = try arguments.names("retrieved_memory_ids")
        draft.metadata = try arguments.object("metadata") ?? JSONObject()
        draft.review = ReviewDraft(
            verdict, feedback: try arguments.text("feedback_text"), lesson: try lesson(arguments))
        return draft
    }

    /// Nil when the caller wrote none.
    private static func lesson(_ arguments: MCPArguments) throws -> Lesson? {
        var lesson = Lesson(reflection: "", generator: Lesson.author)
        lesson.summary = try arguments.text("summary") ?? ""
        lesson.guidance = try arguments.text("guidance") ?? ""
        lesson.keyMistake = try arguments.text("key_mistake") ?? ""
        lesson.correctAction = try arguments.text("correct_action") ?? ""
        lesson.applicableTools = try arguments.names("applicable_tools")
        lesson.reflection = lesson.joined
        return lesson.reflection.isEmpty ? nil : lesson
    }
}

extension RankedMemory {
    /// What a model needs to use a lesson.
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("id", memory.id.description)
            writer.field("task", memory.task)
            writer.field(
                "outcome", memory.verdict == .fail ? "failure" : memory.verdict.map { _ in "success" })
            writer.field("reflection", memory.lesson.reflection)
            writer.field("guidance", memory.lesson.guidance)
            writer.field("key_mistake", memory.lesson.keyMistake)
            writer.field("correct_action", memory.lesson.correctAction)
            writer.field("applicable_tools", memory.lesson.applicableTools)
            writer.field("q_value", memory.q)
            writer.field("similarity", similarity)
            writer.field("score", score)
            writer.field("reason", reason)
        }
    }
}
