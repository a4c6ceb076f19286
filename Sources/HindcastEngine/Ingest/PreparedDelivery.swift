import HindcastModel
import HindcastStore

/// A delivery after the part of the work that needs no order: read by the conventions, archived, hashed. Made on the
/// request's own task, so that requests are prepared side by side.
struct PreparedDelivery: Sendable {
    let project: ProjectID
    let spans: [PreparedSpan]
    let conversations: [PreparedConversation]
    let logs: [LogDraft]
    /// What people and judges wrote of its conversations.
    let records: PushRecords?
    let payloadBytes: Int
    /// Traces that must be there still: they only grow by this.
    let grownTraces: [TraceID]

    /// Spans and log records that it stores.
    var count: Int { spans.count + conversations.reduce(0) { $0 + $1.spanCount } + logs.count }

    init(_ delivery: Delivery, project: ProjectID, normaliser: Normaliser) {
        self.project = project
        spans = delivery.spans.map { PreparedSpan($0, logs: [], project: project, normaliser: normaliser) }
        conversations = []
        logs = delivery.logs
        records = nil
        payloadBytes = delivery.payloadBytes
        grownTraces = []
    }

    init(_ conversations: [ConversationDraft], records: PushRecords?, project: ProjectID, payloadBytes: Int) {
        self.project = project
        self.records = records
        spans = []
        self.conversations = conversations.map { PreparedConversation($0, project: project) }
        logs = []
        self.payloadBytes = payloadBytes
        grownTraces = conversations.filter { $0.revision > 0 }.map(\.traceID)
    }
}
