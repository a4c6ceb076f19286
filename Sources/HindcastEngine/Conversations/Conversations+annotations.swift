public import HindcastJSON
public import HindcastModel
public import HindcastStore

/// Remarks on any run, whichever door recorded it.
extension Conversations {
    /// All remarks on a run, thumbs among them, in the order made; each where it belongs now.
    public func annotations(
        on content: ConversationContent, project: ProjectID
    ) async throws(StoreError) -> [Annotation] {
        let document = content.document
        var found = try await records.annotations(of: content.trace.id, project: project)
            .compactMap { $0.placed(in: content, document) }
        let indices = Dictionary(
            content.entries.enumerated().compactMap { index, entry in entry.call.map { ($0, index) } }
        ) { _, last in last }
        for feedback in try await records.feedback(of: content.trace.id, project: project) {
            guard let index = indices[feedback.span.span], let thumb = Thumb.annotation(feedback, at: index)
            else {
                continue
            }
            found.append(thumb)
        }
        return found.enumerated().sorted { ($0.element.created, $0.offset) < ($1.element.created, $1.offset) }
            .map(\.element)
    }

    /// Puts a remark on a run.
    public func annotate(
        _ draft: AnnotationDraft, on content: ConversationContent, project: ProjectID, author: Author
    ) async throws(StoreError) -> Annotation {
        if let thumb = try await setThumb(draft, on: content, project: project, author: author) {
            return thumb
        }
        let annotation = Annotation(
            draft, on: content.trace.id, in: content.document, count: content.basis, project: project,
            author: author, time: time.now)
        try await records.insertAnnotations([annotation])
        return annotation
    }

    /// Nil when the remark is no thumb at a model's answer.
    private func setThumb(
        _ draft: AnnotationDraft, on content: ConversationContent, project: ProjectID, author: Author
    ) async throws(StoreError) -> Annotation? {
        guard let value = Thumb.value(of: draft.content), let index = Address(draft.address)?.messageIndex,
            content.entries.indices.contains(index), let call = content.entries[index].call,
            let span = try await reader.store.span(call, of: content.trace.id, project: project)
        else { return nil }
        let feedback = Feedback(
            project: project, span: SpanKey(trace: content.trace.id, span: call),
            callStart: span.summary.start,
            value: value, author: author, updated: time.now)
        try await records.setFeedback(feedback, keepingTags: true)
        return Thumb.annotation(feedback, at: index)
    }

    /// What may be changed of a remark: nil leaves it. Extras are merged shallowly.
    public struct AnnotationChange: Sendable {
        public var content: String?
        public var address: String?
        public var extras: JSONObject?

        public init(content: String? = nil, address: String? = nil, extras: JSONObject? = nil) {
            self.content = content
            self.address = address
            self.extras = extras
        }
    }

    /// Changes a remark. Nil when it is unknown. A thumb keeps its place; with other words it becomes a plain remark.
    public func change(
        _ annotation: Annotation, to change: AnnotationChange, on content: ConversationContent,
        project: ProjectID
    ) async throws(StoreError) -> Annotation? {
        if let span = try await thumb(annotation.id, of: content, project: project) {
            var draft = AnnotationDraft(
                address: change.address ?? annotation.address, content: change.content ?? annotation.content)
            draft.extras = annotation.ownExtras.merged(with: change.extras)
            let value = Thumb.value(of: draft.content)
            if value == nil { try await clearThumb(span, project: project) }
            return try await annotate(draft, on: content, project: project, author: annotation.author)
        }
        let document = content.document
        let now = time.now
        let basis = content.basis
        let changed = try await records.updateAnnotation(annotation.id, project: project) { stored in
            if let text = change.content { stored.content = text }
            if let address = change.address {
                stored.originalAddress = address
                stored.address = Address(address)?.description ?? address
                stored.basis = basis
            }
            stored.extras = stored.extras.merged(with: change.extras)
            stored.updated = now
        }
        return changed?.placed(in: content, document)
    }

    /// False when the remark is unknown.
    public func delete(
        annotation id: RecordID, on content: ConversationContent, project: ProjectID
    ) async throws(StoreError) -> Bool {
        if let span = try await thumb(id, of: content, project: project) {
            return try await clearThumb(span, project: project)
        }
        return try await records.deleteAnnotation(id, project: project)
    }

    /// Puts a source's new remarks in the place of its old ones, except those that people decided about.
    public func replaceAnnotations(
        of source: String?, with drafts: [AnnotationDraft], on content: ConversationContent,
        project: ProjectID,
        author: Author
    ) async throws(StoreError) -> ReplacementReceipt {
        let document = content.document
        let now = time.now
        let annotations = drafts.map { draft in
            Annotation(
                draft, on: content.trace.id, in: document, count: content.basis, project: project,
                author: author,
                time: now)
        }
        return try await records.replaceAnnotations(
            of: content.trace.id, source: source, keeping: ["accepted", "rejected"], with: annotations,
            project: project)
    }

    /// The call whose feedback is shown under this id.
    private func thumb(
        _ id: RecordID, of content: ConversationContent, project: ProjectID
    ) async throws(StoreError) -> SpanKey? {
        try await records.feedback(of: content.trace.id, project: project).map(\.span)
            .first { Thumb.id(of: $0) == id }
    }

    /// Takes the thumb away and leaves the tags that other clients set.
    @discardableResult
    private func clearThumb(_ span: SpanKey, project: ProjectID) async throws(StoreError) -> Bool {
        guard var feedback = try await records.feedback(of: span, project: project), feedback.value != nil
        else {
            return false
        }
        feedback.value = nil
        try await records.setFeedback(feedback, keepingTags: true)
        return true
    }
}

extension ConversationContent {
    /// What addresses written now rest on. A run of spans has no arrival numbers.
    fileprivate var basis: Int? { revision == nil ? nil : entries.count }
}

extension JSONObject {
    fileprivate func merged(with other: JSONObject?) -> JSONObject {
        var merged = self
        for (key, value) in other ?? JSONObject() { merged[key] = value }
        return merged
    }
}
