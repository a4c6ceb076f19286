import HindcastEngine
import HindcastJSON
import HindcastModel

extension AgentProfile {
    /// The least of an agent that the client takes: nobody told us its memory, its tools or its instructions.
    func write(to writer: inout JSONWriter, project: Project) {
        writer.object { writer in
            writer.field("id", ForeignID(.agent, name: name, project: project.id))
            writer.field("name", name)
            writer.field("agent_type", "letta_v1_agent")
            writer.field("system", "")
            for list in ["tags", "tools", "sources", "blocks"] { writer.field(list, []) }
            writer.object("memory") { $0.field("blocks", []) }
            writer.object("llm_config") { writer in
                writer.field("model", model)
                writer.field("model_endpoint_type", provider)
                writer.nulls("context_window")
            }
            writer.field("created_at", firstSeen)
            writer.field("updated_at", lastSeen)
            writer.field("project_id", project.name)
        }
    }
}
