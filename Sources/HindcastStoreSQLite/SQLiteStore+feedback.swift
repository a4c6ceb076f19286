public import HindcastModel
public import HindcastStore

extension SQLiteStore {
    public func feedback(of span: SpanKey, project: ProjectID) async throws(StoreError) -> Feedback? {
        try await feedback(of: [span], project: project)[span]
    }

    public func feedback(of spans: [SpanKey], project: ProjectID) async throws(StoreError)
        -> [SpanKey: Feedback]
    {
        try await read { reader throws(StoreError) in
            try FeedbackTable(connection: reader.connection).find(spans, project: project)
        }
    }

    public func feedback(of trace: TraceID, project: ProjectID) async throws(StoreError) -> [Feedback] {
        try await read { reader throws(StoreError) in
            try FeedbackTable(connection: reader.connection).all(of: trace, project: project)
        }
    }

    public func feedback(_ query: FeedbackQuery, project: ProjectID) async throws(StoreError) -> [Feedback] {
        try await read { reader throws(StoreError) in
            try FeedbackTable(connection: reader.connection).page(query, project: project)
        }
    }

    public func setFeedback(_ feedback: Feedback, keepingTags: Bool) async throws(StoreError) -> Feedback? {
        try await change { writer throws(StoreError) in
            try writer.set(feedback, keepingTags: keepingTags)
        }
    }

    public func clearFeedback(of span: SpanKey, project: ProjectID) async throws(StoreError) -> Bool {
        try await change { writer throws(StoreError) in
            try FeedbackTable(connection: writer.connection)
                .delete(span, project: project, evenAwaited: false)
        }
    }
}
