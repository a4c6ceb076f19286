import HindcastModel
import HindcastStore

/// Within a transaction that the caller opened.
extension Writer {
    /// The attempts and reviews of a push.
    func insert(_ attempts: [Attempt], _ reviews: [Review]) throws(StoreError) {
        for attempt in attempts where try AttemptTable(connection: connection).insert(attempt) {
            try TraceRecords(writer: self).written(for: attempt.trace, attempt.project)
        }
        for review in reviews {
            try LearningRules.check(review)
            guard try ReviewTable(connection: connection).insert(review) else { continue }
            try TraceRecords(writer: self).written(for: review.trace, review.project)
        }
    }

    func learn(_ learned: LearnedReview) throws(StoreError) -> LearningReceipt? {
        var review = learned.review
        let (trace, project) = (review.trace, review.project)
        guard try TraceRecords(writer: self).isThere(trace, project) else { return nil }
        let reviews = ReviewTable(connection: connection)
        if !learned.isCorrection, let stored = try reviews.find(trace, project: project),
            stored.state == .completed
        {
            return LearningReceipt(review: stored, changes: [])
        }
        try LearningRules.check(review)
        let attempts = AttemptTable(connection: connection)
        if let attempt = learned.attempt { _ = try attempts.insert(attempt) }
        if let memory = learned.memory { try keep(memory, of: learned) }
        var changes = learned.isCorrection ? try takeBack(review) : []
        for credit in learned.credits {
            switch try move(credit, for: review) {
            case .moved(let change): changes.append(change)
            case .alreadyMoved: break
            case .unknown:
                let warning = LearningRules.warning(unknown: credit.memory)
                if !review.warnings.contains(warning) { review.warnings.append(warning) }
            }
        }
        review.state = .completed
        try reviews.put(review)
        try attempts.markReviewed(trace, project: project)
        return LearningReceipt(review: review, changes: changes)
    }

    /// Stores the memory that a review makes; a correction changes verdict and lesson of the stored one. The rest is
    /// people's, who may have decided since the review was worked on.
    private func keep(_ memory: Memory, of learned: LearnedReview) throws(StoreError) {
        let table = MemoryTable(connection: connection)
        guard let (row, _) = try table.value(memory.id, project: memory.project) else {
            // One that was deleted meanwhile does not come back with a correction.
            if !learned.isCorrection { _ = try insert(NewMemory(memory, vector: learned.vector)) }
            return
        }
        guard learned.isCorrection, var stored = try table.find(memory.id, project: memory.project) else {
            return
        }
        stored.lesson = memory.lesson
        stored.verdict = memory.verdict
        stored.updated = memory.updated
        try table.replace(row, with: stored)
    }

    /// Takes back whatever a run moved.
    private func takeBack(_ review: Review) throws(StoreError) -> [QChange] {
        var undone: [QChange] = []
        for move in try QChangeTable(connection: connection).moves(by: review.trace, project: review.project)
        {
            undone.append(
                try takeBack(move, author: review.author, at: review.created, project: review.project))
        }
        return undone
    }

    /// The value becomes what the rest of the ledger makes.
    func takeBack(
        _ move: QChange, author: Author, at time: Timestamp, project: ProjectID
    ) throws(StoreError) -> QChange {
        let ledger = QChangeTable(connection: connection)
        let memories = MemoryTable(connection: connection)
        guard let (row, q) = try memories.value(move.memory, project: project) else {
            throw .corrupt("Change \(move.id) is of a memory that is gone. Restore a backup.")
        }
        try ledger.markUndone(move.id)
        let entries = try ledger.all(of: row)
        let after = QChange.folded(entries, from: entries.first?.before ?? q)
        let undo = QChange(
            memory: move.memory, cause: .undo, trace: move.trace, before: q, after: after, author: author,
            time: time)
        guard let stored = try ledger.insert(undo, memory: row) else {
            throw .engine("Change \(move.id) could not be taken back.")
        }
        try memories.setValue(after, of: row)
        return stored
    }

    private enum Move {
        case moved(QChange)
        case alreadyMoved
        case unknown
    }

    private func move(_ credit: Credit, for review: Review) throws(StoreError) -> Move {
        try LearningRules.check(credit)
        let memories = MemoryTable(connection: connection)
        guard let (row, q) = try memories.value(credit.memory, project: review.project) else {
            return .unknown
        }
        let after = QChange.moved(q, towards: credit.reward, by: credit.step, floor: credit.floor)
        let change = QChange(
            memory: credit.memory, cause: .review, trace: review.trace, reward: credit.reward,
            step: credit.step,
            floor: credit.floor, before: q, after: after, author: review.author, time: review.created)
        guard let stored = try QChangeTable(connection: connection).insert(change, memory: row) else {
            return .alreadyMoved
        }
        try memories.setValue(after, of: row)
        return .moved(stored)
    }
}
